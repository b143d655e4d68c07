package rules

import "github.com/wirevet/wirevet/facts"

// LaunchAutoApproved flags a setting by which servers start, or their tools run, without a person being asked.
var LaunchAutoApproved = &Rule{
	ID:               "launch-auto-approved",
	Title:            "servers start, or tools run, without a question",
	Severity:         Warning,
	Answers:          []Code{WhichAccount},
	CWE:              []int{356},
	SecuritySeverity: "6.0",
	Precision:        VeryHigh,
	Crosswalk:        []string{"OWASP MCP Top 10: MCP09", "OWASP AISVS 1.0: 10.1.2, 10.4.7"},
	Surfaces:         hostConfig,
	Fix:              SafeFix,
	Approval:         checkApproval,
}

func checkApproval(c *Context, a *facts.Approval) {
	what := map[facts.Breadth]string{
		facts.OneTool: "one tool", facts.NamedTools: "the listed tools", facts.OneServer: "all its tools", facts.EveryServer: "the tools of every server",
	}[a.Breadth] + " without a question"
	verb := "runs "
	if a.Grants == facts.StartsServers {
		verb = "starts "
		what = map[bool]string{true: "every server of a project", false: "this server"}[a.Breadth == facts.EveryServer] + " without a question"
	}
	who := subject(a.Entry)
	if a.Entry.Server != "" && a.Grants == facts.RunsTools {
		who, verb = a.Entry.Host.Title, "runs "
		what = map[facts.Breadth]string{
			facts.OneTool: "one tool", facts.NamedTools: "the listed tools", facts.OneServer: "all tools", facts.EveryServer: "all tools",
		}[a.Breadth] + " of " + subject(a.Entry) + " without a question"
	}
	f := c.Report(a.Entry, a.Span, "%s %s%s: %s", who, verb, what, a.Setting).
		At("nobody is asked").For(a.Setting)
	shared := a.Span.Source.Owner == facts.ProjectOwned && a.Span.Source.Tracked != facts.TrackedNo
	switch {
	case a.Breadth == facts.OneTool || a.Breadth == facts.NamedTools:
		f.Severity = Note
	case a.Breadth == facts.OneServer && !shared:
		f.Severity = Note // one person's decision about one server
	}
	if shared {
		f.Note("the file is shared: it decides for everybody who opens the project")
	}
	f.Propose("remove "+a.Setting, a.Span.Source.Owner == facts.ProjectOwned, facts.Remove{What: a.Span})
	f.Advise("remove it; approve what you have read, when you are asked")
}

package rules

import "github.com/wirevet/wirevet/facts"

// LaunchDebugPort flags a debugger that waits in the server process for anyone who connects.
var LaunchDebugPort = &Rule{
	ID:               "launch-debug-port",
	Title:            "a debugger is open in the server process",
	Severity:         Error,
	Answers:          []Code{ReachableByOthers},
	CWE:              []int{489},
	SecuritySeverity: "8.0",
	Precision:        VeryHigh,
	Crosswalk:        []string{"OWASP MCP Top 10: MCP09", "OWASP AISVS 1.0: 10.1.3", "OWASP ASVS 5.0: 13.4.2"},
	Surfaces:         hostGoOrManifest,
	Reach:            facts.SameDeployment,
	Fix:              SafeFix,
	Launch:           checkDebugPort,
}

func checkDebugPort(c *Context, l *facts.Launch) {
	for _, d := range l.DebugPorts {
		f := c.Report(l.Entry, d.Span, "%s is started with %s open", l.Process.Title, d.Tool).
			At("anyone may attach").For(d.Tool).
			Note("whoever connects runs code in the server, with its credentials").
			Propose("remove the debugger's option", true, facts.Remove{What: d.Span}).
			Advise("remove it; a debugger is attached by hand when it is needed")
		if d.Exposure == facts.Loopback {
			f.Severity = Warning
			f.Note("it is bound to this machine: every process of every account here can connect")
		}
	}
}

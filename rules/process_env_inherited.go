package rules

import "github.com/wirevet/wirevet/facts"

// ProcessEnvInherited flags a switch, or a program, that hands a server the whole environment of whoever starts it. That
// many hosts do so by themselves is a fact, not a finding.
var ProcessEnvInherited = &Rule{
	ID:               "process-env-inherited",
	Title:            "a server is handed the whole environment",
	Severity:         Warning,
	Answers:          []Code{CredentialFiles, ProcessRecord},
	CWE:              []int{526},
	SecuritySeverity: "5.5",
	Precision:        MediumPrecision,
	Crosswalk:        []string{"OWASP MCP Top 10: MCP01", "OWASP AISVS 1.0: 10.1.3", "OWASP ASVS 5.0: 13.3.2"},
	Surfaces:         hostGoOrManifest,
	Reach:            facts.SameDeployment,
	Fix:              UnsafeFix,
	Launch:           checkEnvironment,
}

func checkEnvironment(c *Context, l *facts.Launch) {
	checkSharedFiles(c, l)
	base, ok := known(c, l.Environment.Base)
	isHost := l.Entry != nil && l.Entry.Host != nil
	if !ok || base != facts.EnvironmentAll || l.Role == facts.CommandRole || isHost && l.Environment.Base.State != facts.Explicit {
		return
	}
	f := c.Report(l.Entry, l.Environment.Base.Span, "%s is handed the whole environment of whoever starts it", l.Process.Title).
		At("hands on everything").
		Note("every credential that is set there is in it, whether the server needs it or not").
		Propose("hand on nothing but what is named", false, facts.Remove{What: l.Environment.Base.Span}).
		Advise("name the variables that it needs")
	noteDefault(f, l.Environment.Base)
	switch held := l.Environment.Held; {
	case isHost:
	case len(held) == 0:
		f.As(Note, facts.Medium)
	default:
		f.RelatedAt(held[0].Span, held[0].Variable+" is among them")
	}
}

// checkSharedFiles notes a file of variables that several services are given: each has the credentials of the others.
func checkSharedFiles(c *Context, l *facts.Launch) {
	for _, shared := range l.Environment.Shared {
		first := shared.File.Credentials[0]
		c.Report(l.Entry, shared.Span, "%s is handed all variables of %s, as %s is", subject(l.Entry), shared.File.Source.Path, subject(shared.With)).
			At("shared as a whole").For(shared.File.Source.Path).As(Note, facts.Medium).
			RelatedAt(shared.At, "handed to "+subject(shared.With)+" as well").
			RelatedAt(first.Span, first.Name+" is among them").
			Note("each service has the credentials of the others").
			Advise("give each service a file of its own, or name its variables in environment")
	}
}

package rules

import "github.com/wirevet/wirevet/facts"

// SecretLogged flags a credential that is written into a log. The MCP specification (2026-07-28, server/utilities/logging)
// says that log messages must not contain credentials.
var SecretLogged = &Rule{
	ID:               "secret-logged",
	Title:            "a credential is written into a log",
	Severity:         Error,
	Answers:          []Code{TokenRotation, AuditLogging},
	CWE:              []int{532},
	SecuritySeverity: "7.1",
	Precision:        HighPrecision,
	Crosswalk:        []string{"OWASP MCP Top 10: MCP01", "OWASP ASVS 5.0: 16.2.5", "MCP specification 2026-07-28: server/utilities/logging"},
	Surfaces:         []string{GoSurface, ServerSurface},
	Reach:            facts.SameDeployment,
	Logged:           checkLoggedSecret,
}

func checkLoggedSecret(c *Context, l *facts.LoggedSecret) {
	if saidElsewhere(c, l) {
		return
	}
	f := c.Report(l.Entry, l.Span, "%s writes %s into its log", subject(l.Entry), l.What).
		At("ends up in the log").For(l.What).
		Note("logs are kept longer, and read by more people, than credentials are meant for").
		Advise("leave it out, or log a digest of it")
	f.Confidence = l.Confidence
	if l.Confidence == facts.Low {
		f.Severity = Warning
	}
}

// saidElsewhere reports whether the same place is stated of another server as well, which is nearer to MCP or comes first: one
// format serves for many.
func saidElsewhere(c *Context, l *facts.LoggedSecret) bool {
	if l.Entry == nil {
		return false
	}
	before := true
	for _, other := range c.System.Logged {
		switch {
		case other == l:
			before = false
		case other.Span != l.Span || other.Entry == nil:
		case other.Entry.Relevance < l.Entry.Relevance, before && other.Entry.Relevance == l.Entry.Relevance:
			return true
		}
	}
	return false
}

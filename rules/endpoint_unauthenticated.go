package rules

import "github.com/wirevet/wirevet/facts"

// EndpointUnauthenticated flags an endpoint that does not ask who connects.
var EndpointUnauthenticated = register(Rule{
	ID:               "endpoint-unauthenticated",
	Title:            "an MCP endpoint does not authenticate its callers",
	Severity:         Error,
	Answers:          []Code{Authentication, AuthenticationTest},
	CWE:              []int{306},
	SecuritySeverity: "8.6",
	Precision:        MediumPrecision,
	Crosswalk:        []string{"OWASP MCP Top 10: MCP07", "OWASP AISVS 1.0: 10.2.1, 10.3.1", "OWASP ASVS 5.0: 13.2.1"},
	Surfaces:         []string{"host config", GoSurface},
	Absence:          true,
	Reach:            facts.OnPath,
	Listener:         checkUnauthenticated,
})

func checkUnauthenticated(c *Context, l *facts.Listener) {
	authenticates, ok := known(c, l.Authentication)
	if !ok || authenticates || l.Contains {
		return
	}
	f := c.Report(l.Entry, l.Span, "%s: %s takes calls from anyone who reaches it", subject(l.Entry), product(l)).
		At("nobody is checked").For(product(l)).
		Note("whoever can connect can call every tool").
		Advise("require a token, or let a proxy that does stand in front of it")
	switch {
	case l.Exposure == facts.Loopback:
		f.Severity = Note
		f.Note("it is bound to this machine; any local process can call it")
	case l.Exposure != facts.Public:
		f.Severity = Warning
	}
	if l.Authentication.State == facts.Default {
		f.Confidence = facts.Medium
	}
	noteDefault(f, l.Authentication)
	f.vouched(declaration(l.Declared).AuthenticatedBy, "asks who calls")
}

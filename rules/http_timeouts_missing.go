package rules

import "github.com/wirevet/wirevet/facts"

// HTTPTimeoutsMissing flags a server that lets a client take for ever to send the header of a request: a handful of such
// connections, which cost nothing, hold it up.
var HTTPTimeoutsMissing = &Rule{
	ID:               "http-timeouts-missing",
	Title:            "a server waits without end for a request",
	Severity:         Warning,
	CWE:              []int{400},
	SecuritySeverity: "4.3",
	Precision:        HighPrecision,
	Crosswalk:        []string{"OWASP AISVS 1.0: 10.4.5", "OWASP ASVS 5.0: 13.1.3"},
	Surfaces:         []string{GoSurface},
	Reach:            facts.OnPath,
	Fix:              SafeFix,
	Listener:         checkHeaderTimeout,
}

func checkHeaderTimeout(c *Context, l *facts.Listener) {
	bounded, ok := known(c, l.HeaderTimeout)
	if !ok || bounded {
		return
	}
	f := c.Report(l.Entry, l.HeaderTimeout.Span, "%s: %s sets no limit to how long a client takes to send a request's header", subject(l.Entry), product(l)).
		At("no timeout for headers").For(product(l)).
		Propose("limit the time for headers to 10 seconds", true, facts.BoundHeaderTime{Listener: l}).
		Note("connections that send a byte now and then are never closed, and use up the server").
		Advise("set a timeout for the header of 10 seconds or so; a timeout for writing would cut off streams")
	if l.Exposure == facts.Loopback {
		f.Severity = Note
		f.Note("it is bound to this machine")
	}
	noteDefault(f, l.HeaderTimeout)
}

package rules

import "github.com/wirevet/wirevet/facts"

// ListenAllInterfaces flags a program on this machine that takes connections from every network. The MCP specification
// (2026-07-28, Streamable HTTP, security) asks local servers to bind 127.0.0.1.
var ListenAllInterfaces = &Rule{
	ID:               "listen-all-interfaces",
	Title:            "a local server listens on every interface",
	Severity:         Warning,
	Answers:          []Code{InternetExposure, ExposureRecord},
	CWE:              []int{1327},
	SecuritySeverity: "5.3",
	Precision:        HighPrecision,
	Crosswalk:        []string{"OWASP MCP Top 10: MCP09", "OWASP AISVS 1.0: 10.3.1", "MCP specification 2026-07-28: Streamable HTTP, security"},
	Surfaces:         []string{"host config", GoSurface},
	Reach:            facts.OnPath,
	Fix:              UnsafeFix,
	Listener:         checkAllInterfaces,
}

func checkAllInterfaces(c *Context, l *facts.Listener) {
	address, ok := known(c, l.Address)
	if !ok || l.Contains || l.Inner != nil || l.Proxy || !everyInterface(address) {
		return
	}
	f := c.Report(l.Entry, l.Span, "%s: %s listens on %s", subject(l.Entry), product(l), place(l)).
		At("every interface").For(product(l)).
		Note("everyone in the same network can connect, a café's included").
		Advise("bind it to 127.0.0.1")
	switch {
	case l.Address.State != facts.Explicit:
	case quoted(l.Address.Span) == address:
		f.Propose("listen on 127.0.0.1", false, facts.Replace{Value: l.Address.Span, By: "127.0.0.1"})
	default: // a switch
		f.Propose("listen on this machine only", false, facts.Remove{What: l.Address.Span})
	}
	if l.Address.State == facts.Default {
		f.Confidence = facts.Medium
	}
	noteDefault(f, l.Address)
}

func product(l *facts.Listener) string {
	if l.Product == "" {
		return "the program"
	}
	return l.Product
}

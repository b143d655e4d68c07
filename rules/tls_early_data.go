package rules

import "github.com/wirevet/wirevet/facts"

// TLSEarlyData flags an endpoint that takes 0-RTT data, which whoever records it can send again (RFC 8446 §8). A tool that
// is called twice acts twice.
var TLSEarlyData = &Rule{
	ID:               "tls-early-data",
	Title:            "0-RTT data is accepted, which can be replayed",
	Severity:         Warning,
	Answers:          []Code{ProtocolVersions},
	CWE:              []int{294},
	SecuritySeverity: "5.3",
	Precision:        HighPrecision,
	Crosswalk:        []string{"OWASP MCP Top 10: MCP07", "RFC 8446 §8, appendix E.5"},
	Surfaces:         []string{GoSurface, ServerSurface},
	Reach:            facts.OnPath,
	TLS:              checkEarlyData,
}

func checkEarlyData(c *Context, p *facts.TLSPolicy) {
	accepted, ok := known(c, p.EarlyData)
	if !ok || !accepted || p.Role == facts.TLSClient || handlesEarlyData(c, p) {
		return
	}
	c.Report(p.Entry, p.EarlyData.Span, "%s accepts 0-RTT data: %s", p.Subject, quoted(p.EarlyData.Span)).
		At("can be replayed").For("0-RTT").
		Note("whoever records a tool call that was sent as early data can send it again").
		Advise("remove it: tool calls are not idempotent; or let the next hop refuse what came early, by the header Early-Data")
}

// handlesEarlyData reports whether every MCP route behind a policy tells its next hop which requests came early, so that this can
// refuse them (RFC 8470 §5.1), or waits for the end of the handshake.
func handlesEarlyData(c *Context, p *facts.TLSPolicy) bool {
	found := false
	for _, r := range c.System.Routes {
		if !r.MCP || r.Redirect || r.Refuses || r.Listener == nil || r.Listener.Policy != p {
			continue
		}
		if early, ok := known(c, r.EarlyData); !ok || early {
			return false
		}
		found = true
	}
	return found
}

package rules

import "github.com/wirevet/wirevet/facts"

// TokenPassthrough flags a server that sends the token of its caller on to another service. The MCP specification
// (2026-07-28, basic/authorization) forbids it: a server must only use tokens that were issued to it.
var TokenPassthrough = &Rule{
	ID:               "token-passthrough",
	Title:            "the caller's token is sent on to another service",
	Severity:         Error,
	Answers:          []Code{Authentication},
	CWE:              []int{441},
	SecuritySeverity: "7.1",
	Precision:        MediumPrecision,
	Crosswalk:        []string{"OWASP MCP Top 10: MCP07", "OWASP ASVS 5.0: 9.2.3", "MCP specification 2026-07-28: basic/authorization"},
	Surfaces:         goSource,
	Reach:            facts.OnPath,
	Forward:          checkForward,
}

func checkForward(c *Context, w *facts.TokenForward) {
	if w.From.IsZero() {
		return // whose token it is, is not known
	}
	f := c.Report(w.Entry, w.Span, "%s sends the Authorization header of its caller on to another service", subject(w.Entry)).
		At("the caller's own token").For("Authorization").
		RelatedAt(w.From, "taken from the request here").
		Note("the other service cannot tell who uses the token, and a token for one of them is good for the other").
		Advise("get a token of the server's own for the other service: token exchange (RFC 8693), or client credentials")
	f.Confidence = w.Confidence
	if w.Confidence != facts.High {
		f.Severity = Warning
	}
}

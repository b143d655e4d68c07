package rules

import (
	"time"

	"github.com/wirevet/wirevet/facts"
)

// TokenLeewayLong flags a verifier that accepts tokens for more than a minute after they have expired. Up to that it is
// the usual allowance for clocks that differ; beyond, a stolen or revoked token is good for longer than it says.
var TokenLeewayLong = &Rule{
	ID:               "token-leeway-long",
	Title:            "an expired token is accepted for a while",
	Severity:         Warning,
	Answers:          []Code{TokenRotation, Authentication, AuthenticationTest},
	CWE:              []int{613},
	SecuritySeverity: "4.8",
	Precision:        VeryHigh,
	Crosswalk:        []string{"OWASP MCP Top 10: MCP07", "OWASP ASVS 5.0: 9.2.1", "MCP specification 2026-07-28: basic/authorization"},
	Surfaces:         []string{GoSurface, ServerSurface},
	Reach:            facts.OnPath,
	Token:            checkLeeway,
}

// clockSkew is how far clocks are allowed to differ.
const clockSkew = time.Minute

func checkLeeway(c *Context, t *facts.TokenValidation) {
	leeway, ok := known(c, t.Leeway)
	if !ok || leeway <= clockSkew {
		return
	}
	c.Report(t.Entry, t.Leeway.Span, "%s accepts a token for %s after it has expired", subject(t.Entry), leeway).
		At("longer than clocks differ").For(leeway.String()).
		Note("a token that was revoked or stolen is good for that much longer").
		Advise("allow a minute at most")
}

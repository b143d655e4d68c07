package rules

import (
	"strings"

	"github.com/wirevet/wirevet/facts"
)

// TokenClaimsUnchecked flags a verifier that accepts tokens which it must refuse: unsigned, expired, never expiring, or
// issued for somebody else. How long an expired one still passes is the business of [TokenLeewayLong].
var TokenClaimsUnchecked = &Rule{
	ID:               "token-claims-unchecked",
	Title:            "a token is accepted without the checks that make it one",
	Severity:         Error,
	Answers:          []Code{TokenRotation, Authentication, AuthenticationTest},
	CWE:              []int{347, 613},
	SecuritySeverity: "8.1",
	Precision:        HighPrecision,
	Crosswalk:        []string{"OWASP MCP Top 10: MCP07", "OWASP ASVS 5.0: 9.1.1, 9.1.2, 9.2.1, 9.2.3", "MCP specification 2026-07-28: basic/authorization"},
	Surfaces:         []string{GoSurface, ServerSurface},
	Reach:            facts.OnPath,
	Token:            checkTokenClaims,
}

func checkTokenClaims(c *Context, t *facts.TokenValidation) {
	if span, label, what := gravestGap(c, t); what != "" {
		c.Report(t.Entry, span, "%s accepts a token %s", subject(t.Entry), what).At(label).For(what).
			Note("whoever writes or finds such a token is let in with it").
			Advise("verify the signature, the expiry and the audience of every token")
		return
	}
	var missing, advice []string
	if check, ok := known(c, t.Expiry); ok && check == facts.ExpiryOptional {
		missing, advice = append(missing, "that never expires"), append(advice, "require an expiry")
	}
	if checked, ok := known(c, t.Audience); ok && !checked {
		missing, advice = append(missing, "that was issued for somebody else"), append(advice, "name the audience")
	}
	if len(missing) == 0 {
		return
	}
	what := strings.Join(missing, " or ")
	c.Report(t.Entry, t.Span, "%s accepts a token %s", subject(t.Entry), what).At("accepts more than it must").For(what).
		As(Warning, facts.Medium).
		Note("%s makes neither check by itself; the MCP specification asks a server for both", t.Library).
		Advise("%s", strings.Join(advice, ", "))
}

// gravestGap returns where and how a validation leaves out a check without which a token is no proof at all. What
// completes "accepts a token …".
func gravestGap(c *Context, t *facts.TokenValidation) (span facts.Span, label, what string) {
	if verified, ok := known(c, t.Signature); ok && !verified {
		return t.Signature.Span, "signature not verified", "without verifying its signature"
	}
	if unsigned, ok := known(c, t.Unsigned); ok && unsigned {
		return t.Unsigned.Span, "unsigned tokens accepted", "that is not signed"
	}
	if checked, ok := known(c, t.Claims); ok && !checked {
		return t.Claims.Span, "claims not checked", "whatever it says of its expiry"
	}
	if check, ok := known(c, t.Expiry); ok && check == facts.ExpiryIgnored {
		return t.Expiry.Span, "expiry not checked", "that has expired"
	}
	// Nobody switches off by accident what another place does not make up for.
	if checked, ok := known(c, t.Audience); ok && !checked && t.Audience.State == facts.Explicit {
		return t.Audience.Span, "audience not checked", "that was issued for somebody else"
	}
	return facts.Span{}, "", ""
}

package rules

import "github.com/wirevet/wirevet/facts"

// CleartextOAuth flags an OAuth endpoint that is not https. The MCP specification (2026-07-28, basic/authorization,
// security considerations) asks for https at every authorization server endpoint, and allows http for loopback redirects.
var CleartextOAuth = &Rule{
	ID:               "cleartext-oauth",
	Title:            "an OAuth endpoint is called without TLS",
	Severity:         Error,
	Answers:          []Code{TLSEnforced},
	CWE:              []int{319},
	SecuritySeverity: "8.1",
	Precision:        VeryHigh,
	Crosswalk:        []string{"OWASP MCP Top 10: MCP07", "OWASP AISVS 1.0: 10.3.1", "OWASP ASVS 5.0: 12.2.1"},
	Surfaces:         []string{"host config", GoSurface},
	Reach:            facts.OnPath,
	Fix:              UnsafeFix,
	OAuthURL:         checkCleartextOAuth,
}

func checkCleartextOAuth(c *Context, u *facts.OAuthURL) {
	scheme, ok := known(c, u.Scheme)
	if !ok || scheme != "http" || u.Exposure == facts.Loopback {
		return
	}
	f := c.Report(u.Entry, u.Span, "%s uses an OAuth endpoint without TLS: %s", subject(u.Entry), u.Key).
		At("not encrypted").For(u.Key).
		Note("authorization codes and tokens pass through it; the MCP specification requires https").
		Advise("use https://")
	f.Propose("use https://", false, facts.Replace{Value: u.Scheme.Span, By: "https"})
	if u.Redirect {
		f.Message = subject(u.Entry) + " has its authorization code sent without TLS: " + u.Key
		f.Help = "use https://, or http://127.0.0.1 for a program on this machine"
	}
	if u.Exposure == facts.ExposureUnknown {
		f.As(Note, facts.Medium)
	}
}

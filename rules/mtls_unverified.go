package rules

import "github.com/wirevet/wirevet/facts"

// MTLSUnverified flags a server that requires a client certificate and takes any: whoever makes one for himself passes.
var MTLSUnverified = &Rule{
	ID:               "mtls-unverified",
	Title:            "client certificates are required, but not verified",
	Severity:         Error,
	Answers:          []Code{MutualAuthentication, MutualTLSRequired},
	CWE:              []int{295},
	SecuritySeverity: "8.1",
	Precision:        VeryHigh,
	Crosswalk:        []string{"OWASP MCP Top 10: MCP07", "OWASP AISVS 1.0: 10.2.1", "OWASP ASVS 5.0: 12.1.3"},
	Surfaces:         []string{GoSurface, ServerSurface},
	Reach:            facts.OnPath,
	TLS:              checkMTLSUnverified,
}

func checkMTLSUnverified(c *Context, p *facts.TLSPolicy) {
	auth, ok := known(c, p.ClientAuth)
	if !ok {
		return
	}
	if p.ClientAuthVoid {
		c.Report(p.Entry, p.ClientAuth.Span, "%s asks no client for a certificate, although that is required here: no CA is named", p.Subject).
			At("without effect").For("required without a CA").
			Note("whoever connects without a certificate gets in").
			Advise("name the CA that issues the clients' certificates: validation_context with trusted_ca")
		return
	}
	if auth == facts.RequireAnyCert && !p.ClientAuthChecked {
		c.Report(p.Entry, p.ClientAuth.Span, "%s takes every client certificate, whoever issued it", p.Subject).
			At("not verified").For(auth.String()).
			Note("a certificate that a client makes for itself passes").
			Advise("verify client certificates against the CA that issues them")
		return
	}
	if cas, ok := known(c, p.ClientCAs); ok && cas == "system" && (auth == facts.RequireAndVerify || auth == facts.VerifyIfGiven) && !p.ClientAuthChecked {
		c.Report(p.Entry, p.ClientCAs.Span, "%s takes a client certificate of any public CA", p.Subject).
			At("trusts the public roots").For(cas).
			Note("everyone can get a certificate from a public CA").
			Advise("name the CA that issues the clients' certificates, and no other")
	}
}

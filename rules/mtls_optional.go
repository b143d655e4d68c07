package rules

import "github.com/wirevet/wirevet/facts"

// MTLSOptional flags a server that asks its clients for a certificate, takes those that have none, and then does not look.
var MTLSOptional = &Rule{
	ID:               "mtls-optional",
	Title:            "client certificates are asked for, but not required",
	Severity:         Warning,
	Answers:          []Code{MutualAuthentication, MutualTLSRequired},
	CWE:              []int{287},
	SecuritySeverity: "6.5",
	Precision:        HighPrecision,
	Crosswalk:        []string{"OWASP MCP Top 10: MCP07", "OWASP AISVS 1.0: 10.2.1", "OWASP ASVS 5.0: 12.1.3"},
	Surfaces:         []string{GoSurface, ServerSurface, ManifestSurface},
	Reach:            facts.OnPath,
	TLS:              checkMTLSOptional,
}

func checkMTLSOptional(c *Context, p *facts.TLSPolicy) {
	auth, ok := known(c, p.ClientAuth)
	if !ok || p.ClientAuthChecked || auth != facts.RequestClientCert && auth != facts.VerifyIfGiven {
		return
	}
	f := c.Report(p.Entry, p.ClientAuth.Span, "%s takes clients without a certificate: certificates are %s", p.Subject, auth).
		At("not required").For(auth.String()).
		Note("nothing here looks at what became of the certificate, so that having none changes nothing").
		Advise("require and verify client certificates, or do not ask for them")
	noteDefault(f, p.ClientAuth)
}

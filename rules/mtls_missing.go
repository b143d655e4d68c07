package rules

import "github.com/wirevet/wirevet/facts"

// MTLSMissing flags an endpoint that needs certificates of its callers, by what wirevet.toml says of it, and has none: one
// that is public and of high sensitivity, or for which they are declared as required. A private endpoint with TLS and a
// token needs none.
var MTLSMissing = &Rule{
	ID:               "mtls-missing",
	Title:            "an endpoint that needs client certificates does not ask for them",
	Severity:         Warning,
	Answers:          []Code{MutualAuthentication, MutualTLSRequired},
	CWE:              []int{287},
	SecuritySeverity: "5.4",
	Precision:        MediumPrecision,
	Crosswalk:        []string{"OWASP MCP Top 10: MCP07", "OWASP AISVS 1.0: 10.3.5", "OWASP ASVS 5.0: 12.1.3"},
	Surfaces:         []string{"host config", "wirevet.toml"},
	Reach:            facts.OnPath,
	Scope:            WholeSystem,
	System:           checkMTLSMissing,
}

func checkMTLSMissing(c *Context, s *facts.System) {
	presents := map[*facts.Entry]bool{} // entries whose client has a certificate
	for _, p := range s.TLS {
		if p.Role == facts.TLSClient && len(p.Certificates) > 0 {
			presents[p.Entry] = true
		}
	}
	for _, d := range s.Endpoints {
		why, place, severity := needsCertificates(c, d)
		if why == "" {
			continue
		}
		for _, u := range d.Uses {
			if u.Tunnel != nil || presents[u.Entry] || asksForCertificate(u) {
				continue
			}
			f := c.Report(u.Entry, u.Span, "%s: nothing shows client certificates, and wirevet.toml says that the endpoint is %s", subject(u.Entry), why).
				At("no client certificate").For(d.Match).RelatedAt(place, "declared here").
				Note("a token that is lost is enough to call it from anywhere")
			f.Severity = severity
			f.Advise("require and verify client certificates; or accept the risk in wirevet.toml, with an owner and a last day")
			if severity == Note {
				f.Notes = nil
				f.Advise("say how much harm misuse does: sensitivity = \"low\" or \"high\"")
			}
		}
	}
}

// needsCertificates says why an endpoint needs client certificates, completing "the endpoint is …", or "".
func needsCertificates(c *Context, d *facts.EndpointDeclaration) (why string, place facts.Span, severity Severity) {
	if required, ok := known(c, d.MutualTLS); ok {
		if required {
			return "one that requires them", d.MutualTLS.Span, Warning
		}
		return "", facts.Span{}, 0
	}
	class, ok := known(c, d.Exposure)
	if !ok || class != facts.Public {
		return "", facts.Span{}, 0
	}
	switch sensitivity, ok := known(c, d.Sensitivity); {
	case !ok:
		return "public, and not how sensitive", d.Exposure.Span, Note
	case sensitivity == facts.HighSensitivity:
		return "public and of high sensitivity", d.Sensitivity.Span, Warning
	}
	return "", facts.Span{}, 0
}

// asksForCertificate reports whether the server side of a use says anything of client certificates: then the other mtls
// rules judge it.
func asksForCertificate(u facts.DeclaredUse) bool {
	l := u.Listener
	if u.Route != nil {
		l = u.Route.Listener
	}
	return l != nil && l.Policy != nil && l.Policy.ClientAuth.State != facts.Unset && l.Policy.ClientAuth.Value != facts.NoClientCert
}

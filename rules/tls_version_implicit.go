package rules

import "github.com/wirevet/wirevet/facts"

// TLSVersionImplicit flags an endpoint that states no versions, where it depends on the product's version which it
// accepts. A floor that is known, stated or not, is the business of [TLSVersionObsolete].
var TLSVersionImplicit = &Rule{
	ID:               "tls-version-implicit",
	Title:            "which TLS versions are accepted depends on the product's version",
	Severity:         Note,
	Answers:          []Code{ProtocolVersions, TLSExcerpt},
	CWE:              []int{1188},
	SecuritySeverity: "2.5",
	Precision:        MediumPrecision,
	Crosswalk:        []string{"OWASP MCP Top 10: MCP07", "OWASP AISVS 1.0: 10.3.1", "OWASP ASVS 5.0: 12.1.1", "RFC 9325 §3.1.1"},
	Surfaces:         serverConfig,
	Reach:            facts.OnPath,
	TLS:              checkImplicitVersion,
}

func checkImplicitVersion(c *Context, p *facts.TLSPolicy) {
	if _, ok := known(c, p.Lowest); ok || p.Role != facts.TLSServer {
		return
	}
	why := p.Lowest.Why
	if why == nil || why.Reason != facts.SeveralValues || why.Text == "" {
		return // stated, but not to be known from the files
	}
	if p.Product == "apache" {
		c.Report(p.Entry, p.Lowest.Span, "%s states no TLS versions, and it is not known which ones its library accepts", p.Subject).
			At("no versions stated").For(p.Product).
			Note("%s", why.Text).
			Advise("state them: SSLProtocol -all +TLSv1.2 +TLSv1.3")
		return
	}
	c.Report(p.Entry, p.Lowest.Span, "%s states no TLS versions, and it is not known which version of %s runs", p.Subject, p.Product).
		At("no versions stated").For(p.Product).
		Note("%s", why.Text).
		Advise("state them: %s; or the version of %s under [version] in wirevet.toml", floorSetting(p.Product), p.Product)
}

// floorSetting is how a product is told which versions to accept.
func floorSetting(product string) string {
	switch product {
	case "haproxy":
		return "ssl-min-ver TLSv1.2"
	case "traefik":
		return "minVersion: VersionTLS12"
	case "envoy":
		return "tls_minimum_protocol_version: TLSv1_2"
	}
	return "ssl_protocols TLSv1.2 TLSv1.3"
}

package rules

import (
	"slices"

	"github.com/wirevet/wirevet/facts"
)

// CertRenewalManual flags a certificate of an endpoint that nothing in the files renews, and for which nobody has said how often
// that is done. It is found once for each place that names it.
var CertRenewalManual = &Rule{
	ID:               "cert-renewal-manual",
	Title:            "nothing shows that a certificate is renewed by itself",
	Severity:         Note,
	Answers:          []Code{TrustedCertificate, MutualTLSRequired},
	SecuritySeverity: "2.5",
	Precision:        MediumPrecision,
	Crosswalk:        []string{"OWASP MCP Top 10: MCP07", "OWASP AISVS 1.0: 10.3.1", "OWASP ASVS 5.0: 12.2.2"},
	Scope:            WholeSystem,
	Surfaces:         serverOrManifest,
	Reach:            facts.OnPath,
	System:           checkRenewal,
}

func checkRenewal(c *Context, s *facts.System) {
	policies := make([]*facts.TLSPolicy, 0, len(s.TLS))
	for _, p := range s.TLS {
		if p.Role == facts.TLSServer && p.Entry != nil && len(p.Certificates) > 0 {
			policies = append(policies, p)
		}
	}
	// Of several servers with one certificate, the one that is nearest to MCP speaks.
	slices.SortStableFunc(policies, func(a, b *facts.TLSPolicy) int { return int(a.Entry.Relevance) - int(b.Entry.Relevance) })
	seen := map[facts.Span]bool{}
	for _, p := range policies {
		for _, ref := range p.Certificates {
			file, ok := known(c, ref.File)
			if !ok || ref.Automatic || ref.Rotation != nil || seen[ref.File.Span] {
				continue
			}
			seen[ref.File.Span] = true
			what := "the certificate " + file
			if ref.Certificate != nil {
				what = file // which is "a certificate in the configuration"
			}
			c.Report(p.Entry, ref.File.Span, "%s presents %s, and nothing shows that it is renewed by itself", subject(p.Entry), what).
				At("nothing renews it").For(file).As(Note, facts.Medium).
				Note("a certificate that somebody has to think of is the one that expires").
				Advise("let an ACME client or cert-manager obtain it; or write into wirevet.toml who replaces it and how often: [[credential]] name = %q", file)
		}
	}
}

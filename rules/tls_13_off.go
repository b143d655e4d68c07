package rules

import "github.com/wirevet/wirevet/facts"

// TLS13Off notes that TLS 1.3 is not offered. 1.2 is allowed (RFC 9325 §3.1.1), 1.3 preferred; key exchange that a
// quantum computer does not break exists for 1.3 alone.
var TLS13Off = &Rule{
	ID:               "tls-13-off",
	Title:            "TLS 1.3 is not offered",
	Severity:         Note,
	Answers:          []Code{ProtocolVersions, TLSExcerpt},
	CWE:              []int{326},
	SecuritySeverity: "2.5",
	Precision:        VeryHigh,
	Crosswalk:        []string{"OWASP AISVS 1.0: 10.3.1", "OWASP ASVS 5.0: 12.1.1", "RFC 9325 §3.1.1"},
	Surfaces:         []string{GoSurface, ServerSurface, ManifestSurface},
	Reach:            facts.OnPath,
	TLS:              checkTLS13Off,
}

func checkTLS13Off(c *Context, p *facts.TLSPolicy) {
	highest, ok := known(c, p.Highest)
	if !ok || highest >= facts.TLS13 {
		return
	}
	f := c.Report(p.Entry, p.Highest.Span, "%s does not offer TLS 1.3: %s", p.Subject, quoted(p.Highest.Span)).
		At("ends below TLS 1.3").For(highest.String()).
		Advise("remove the upper bound")
	noteDefault(f, p.Highest)
}

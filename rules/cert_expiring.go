package rules

import (
	"time"

	"github.com/wirevet/wirevet/facts"
)

// CertExpiring flags a certificate with less than a month left, or less than a third of a short lifetime.
var CertExpiring = &Rule{
	ID:               "cert-expiring",
	Title:            "a certificate expires soon",
	Severity:         Warning,
	Answers:          []Code{TrustedCertificate, TLSExcerpt},
	CWE:              []int{324},
	SecuritySeverity: "4.0",
	Precision:        VeryHigh,
	Crosswalk:        []string{"OWASP MCP Top 10: MCP07", "OWASP AISVS 1.0: 10.3.1", "OWASP ASVS 5.0: 12.2.2"},
	Surfaces:         certificates,
	Reach:            facts.OnPath,
	Certificate:      checkExpiring,
}

func checkExpiring(c *Context, x *facts.Certificate) {
	const month = 30 * 24 * time.Hour
	left, lifetime := x.NotAfter.Sub(c.Now), x.NotAfter.Sub(x.NotBefore)
	soon := month
	if lifetime < 3*month { // those are renewed automatically, at two thirds of their time
		soon = lifetime / 3
	}
	if left < 0 || left >= soon || c.Now.Before(x.NotBefore) {
		return
	}
	c.Report(x.Entry, x.Span, "the certificate of %s expires on %s, in %d days", x.Subject, day(x.NotAfter), int(left/(24*time.Hour))).
		At("expires soon").For(x.Subject).
		Advise("renew it, and let that happen by itself")
}

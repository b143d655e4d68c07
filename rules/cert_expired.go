package rules

import (
	"time"

	"github.com/wirevet/wirevet/facts"
)

// CertExpired flags a certificate outside of its validity.
var CertExpired = &Rule{
	ID:               "cert-expired",
	Title:            "a certificate has expired",
	Severity:         Error,
	Answers:          []Code{CertificateValidation, TrustedCertificate, TLSExcerpt},
	CWE:              []int{324},
	SecuritySeverity: "7.4",
	Precision:        VeryHigh,
	Crosswalk:        []string{"OWASP MCP Top 10: MCP07", "OWASP AISVS 1.0: 10.3.1", "OWASP ASVS 5.0: 12.2.2"},
	Surfaces:         certificates,
	Reach:            facts.OnPath,
	Certificate:      checkExpired,
}

func checkExpired(c *Context, x *facts.Certificate) {
	switch {
	case c.Now.After(x.NotAfter):
		c.Report(x.Entry, x.Span, "the certificate of %s expired on %s", x.Subject, day(x.NotAfter)).
			At("expired").For(x.Subject).
			Note("clients that verify refuse it, and those that connect anyway verify nothing").
			Advise("renew it, and let that happen by itself")
	case c.Now.Before(x.NotBefore):
		c.Report(x.Entry, x.Span, "the certificate of %s is valid from %s on only", x.Subject, day(x.NotBefore)).
			At("not valid yet").For(x.Subject).
			Advise("check the clock of whoever issued it")
	}
}

// day writes a date as people and files do.
func day(t time.Time) string { return t.UTC().Format(time.DateOnly) }

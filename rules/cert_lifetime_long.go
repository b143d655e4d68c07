package rules

import (
	"time"

	"github.com/wirevet/wirevet/facts"
)

// CertLifetimeLong flags a server certificate that outlives what public CAs may issue, or a year for others.
var CertLifetimeLong = &Rule{
	ID:               "cert-lifetime-long",
	Title:            "a certificate is valid for very long",
	Severity:         Note,
	Answers:          []Code{TrustedCertificate, MutualTLSRequired},
	SecuritySeverity: "2.5",
	Precision:        HighPrecision,
	Crosswalk:        []string{"OWASP MCP Top 10: MCP07", "OWASP AISVS 1.0: 10.3.1", "CA/Browser Forum Baseline Requirements (SC-081v3)"},
	Surfaces:         certificates,
	Reach:            facts.OnPath,
	Certificate:      checkLifetime,
}

func checkLifetime(c *Context, x *facts.Certificate) {
	if x.CA || len(x.Serves) == 0 {
		return
	}
	const aDay = 24 * time.Hour
	days, most := int(x.NotAfter.Sub(x.NotBefore)/aDay), 366
	public := false
	for _, l := range x.Serves {
		public = public || l.NamesExposure == facts.Public
	}
	if public && !x.SelfSigned {
		most = publicLifetime(x.NotBefore)
	}
	if days <= most {
		return
	}
	f := c.Report(x.Entry, x.Span, "the certificate of %s is valid for %d days", x.Subject, days).
		At("long validity").For(x.Subject).
		Note("a key that was copied is good for as long; %d days are the most for one of that day", most).
		Advise("let it be renewed automatically, and have it issued for less")
	presentedAt(f, x)
}

// publicLifetime returns how many days a publicly trusted certificate may be valid (Baseline Requirements, SC-081v3).
func publicLifetime(from time.Time) int {
	for _, step := range []struct {
		since string
		days  int
	}{{"2029-03-15", 47}, {"2027-03-15", 100}, {"2026-03-15", 200}} {
		if day(from) >= step.since {
			return step.days
		}
	}
	return 398
}

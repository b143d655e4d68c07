package rules

import (
	"bytes"

	"github.com/wirevet/wirevet/facts"
)

// CertSelfSigned flags a certificate that no CA vouches for, where other machines meet it.
var CertSelfSigned = &Rule{
	ID:               "cert-self-signed",
	Title:            "a certificate is signed by itself",
	Severity:         Warning,
	Answers:          []Code{CertificateValidation, TrustedCertificate},
	CWE:              []int{295},
	SecuritySeverity: "5.3",
	Precision:        MediumPrecision,
	Crosswalk:        []string{"OWASP MCP Top 10: MCP07", "OWASP AISVS 1.0: 10.3.1", "OWASP ASVS 5.0: 12.3.4"},
	Surfaces:         certificates,
	Reach:            facts.OnPath,
	Certificate:      checkSelfSigned,
}

func checkSelfSigned(c *Context, x *facts.Certificate) {
	if !x.SelfSigned || !served(x) || declaredTrusted(c, x) {
		return
	}
	f := c.Report(x.Entry, x.Span, "the certificate of %s is signed by itself, and served beyond this machine", x.Subject).
		At("vouches for itself").For(x.Subject).
		Note("clients have to switch verification off, or know this one certificate").
		Advise("let a CA issue it, or name the file under [trust] in wirevet.toml when the clients are given it")
	f.Confidence = facts.Medium
	presentedAt(f, x)
}

// served reports whether something presents the certificate to other machines.
func served(x *facts.Certificate) bool {
	for _, l := range x.Serves {
		if l.Exposure != facts.Loopback {
			return true
		}
	}
	return false
}

// declaredTrusted reports whether wirevet.toml names the certificate as that of a trusted CA.
func declaredTrusted(c *Context, x *facts.Certificate) bool {
	for _, ca := range c.System.PolicyOf(x.Span).Trusts {
		for _, der := range ca.Certificates {
			if bytes.Equal(der, x.DER) {
				return true
			}
		}
	}
	return false
}

// presentedAt names the place that presents the certificate.
func presentedAt(f *Finding, x *facts.Certificate) {
	if len(x.Serves) > 0 {
		f.RelatedAt(x.Serves[0].Span, "presents it")
	}
}

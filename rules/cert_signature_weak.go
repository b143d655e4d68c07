package rules

import (
	"strings"

	"github.com/wirevet/wirevet/facts"
)

// CertSignatureWeak flags a certificate whose signature another one may share.
var CertSignatureWeak = &Rule{
	ID:               "cert-signature-weak",
	Title:            "a certificate is signed with a broken hash",
	Severity:         Error,
	Answers:          []Code{TrustedCertificate, TLSExcerpt},
	CWE:              []int{328},
	SecuritySeverity: "7.4",
	Precision:        VeryHigh,
	Crosswalk:        []string{"OWASP MCP Top 10: MCP07", "OWASP AISVS 1.0: 10.3.1", "OWASP ASVS 5.0: 12.2.2"},
	Surfaces:         certificates,
	Reach:            facts.OnPath,
	Certificate:      checkWeakSignature,
}

func checkWeakSignature(c *Context, x *facts.Certificate) {
	// Nobody verifies the signature of a root: it is trusted for being there.
	weak := strings.Contains(x.Signature, "MD2") || strings.Contains(x.Signature, "MD5") || strings.Contains(x.Signature, "SHA1")
	if !weak || x.SelfSigned {
		return
	}
	f := c.Report(x.Entry, x.Span, "the certificate of %s is signed with %s", x.Subject, x.Signature).
		At("broken signature").For(x.Signature).
		Note("somebody can have made another certificate with the same signature; clients refuse it").
		Advise("have it issued again with SHA-256")
	presentedAt(f, x)
}

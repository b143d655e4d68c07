package rules

import "github.com/wirevet/wirevet/facts"

// CertKeyWeak flags a key that RFC 9325 rules out.
var CertKeyWeak = &Rule{
	ID:               "cert-key-weak",
	Title:            "a certificate has a weak key",
	Severity:         Error,
	Answers:          []Code{TrustedCertificate, TLSExcerpt},
	CWE:              []int{326},
	SecuritySeverity: "7.4",
	Precision:        VeryHigh,
	Crosswalk:        []string{"OWASP MCP Top 10: MCP07", "OWASP AISVS 1.0: 10.3.1", "OWASP ASVS 5.0: 12.2.2", "RFC 9325 §4.5"},
	Surfaces:         certificates,
	Reach:            facts.OnPath,
	Certificate:      checkWeakKey,
}

func checkWeakKey(c *Context, x *facts.Certificate) {
	// RFC 9325 §4.5: RSA of 2048 bits, ECDSA on a curve of 256 bits; nobody issues DSA any more.
	weak := x.KeyType == "DSA" || x.KeyType == "RSA" && x.KeyBits < 2048 || x.KeyType == "ECDSA" && x.KeyBits < 256
	if !weak {
		return
	}
	f := c.Report(x.Entry, x.Span, "the certificate of %s has an %s key of %d bits", x.Subject, x.KeyType, x.KeyBits).
		At("weak key").For(x.KeyType).
		Note("whoever computes the key can pose as the server").
		Advise("make a new key: RSA of 2048 bits or more, or ECDSA on P-256")
	presentedAt(f, x)
}

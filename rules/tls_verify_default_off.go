package rules

import (
	"strings"

	"github.com/wirevet/wirevet/facts"
)

// TLSVerifyDefaultOff flags a hop over TLS whose certificate nobody checks, because the product checks none unless it is
// told to. Where somebody has written so, it is [TLSVerifyDisabled].
var TLSVerifyDefaultOff = &Rule{
	ID:               "tls-verify-default-off",
	Title:            "a proxy does not verify the next hop, as is its default",
	Severity:         Warning,
	Answers:          []Code{CertificateValidation, ValidationEnabled, ValidationTest},
	CWE:              []int{295},
	SecuritySeverity: "6.5",
	Precision:        HighPrecision,
	Crosswalk:        []string{"OWASP MCP Top 10: MCP07", "OWASP AISVS 1.0: 10.3.1", "OWASP ASVS 5.0: 12.3.2", "RFC 9325 §7.1"},
	Surfaces:         serverOrManifest,
	Reach:            facts.OnPath,
	TLS:              checkVerifyDefault,
}

func checkVerifyDefault(c *Context, p *facts.TLSPolicy) {
	verify, ok := known(c, p.Verify)
	if !ok || p.Verify.State != facts.Default || verify != facts.VerifyNone || p.Target == facts.Loopback {
		return
	}
	f := c.Report(p.Entry, p.Verify.Span, "%s does not verify the certificate of its next hop: %s", p.Subject, p.Setting).
		At("nothing is verified").For(p.Setting).
		Note("whoever is between the two can pose as the server, and reads the caller's credentials").
		Advise("switch verification on and name the CA: %s", verifying(p))
	f.Confidence = facts.Medium
	if p.Target == facts.Public {
		f.Severity = Error
	}
	if p.Weakness != "" {
		f.Note("%s: whoever makes a certificate for himself passes", p.Weakness)
	}
	noteDefault(f, p.Verify)
}

// verifying says how a product is told to verify its next hop.
func verifying(p *facts.TLSPolicy) string {
	switch p.Product {
	case "apache":
		return "SSLProxyVerify require and SSLProxyCACertificateFile …"
	case "envoy":
		return "validation_context with trusted_ca, and auto_sni_san_validation: true with an sni"
	case "istio":
		return "caCertificates or credentialName, and subjectAltNames"
	case "nginx":
		module, _, _ := strings.Cut(p.Setting, "_") // proxy, grpc, uwsgi
		return module + "_ssl_verify on; " + module + "_ssl_trusted_certificate …;"
	}
	return `the annotations proxy-ssl-verify: "on" and proxy-ssl-secret`
}

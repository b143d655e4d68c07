package rules

import (
	"strings"

	"github.com/wirevet/wirevet/facts"
)

// TLSVerifyDisabled flags a TLS client whose check of the server's certificate is switched off.
//
// Whoever is on the path can then pose as the server, although the URL says https.
var TLSVerifyDisabled = &Rule{
	ID:               "tls-verify-disabled",
	Title:            "certificate verification is switched off",
	Severity:         Error,
	Answers:          []Code{CertificateValidation, ValidationEnabled, ValidationTest},
	CWE:              []int{295},
	SecuritySeverity: "8.1",
	Precision:        VeryHigh,
	Crosswalk:        []string{"OWASP MCP Top 10: MCP07", "OWASP AISVS 1.0: 10.3.1", "OWASP ASVS 5.0: 12.3.2", "RFC 9325 §7.1"},
	Surfaces:         []string{"host config", GoSurface, ServerSurface, ManifestSurface},
	Reach:            facts.SameDeployment,
	Fix:              SafeFix,
	TLS:              checkVerifyDisabled,
}

func checkVerifyDisabled(c *Context, p *facts.TLSPolicy) {
	verify, ok := known(c, p.Verify)
	if !ok || verify != facts.VerifyNone && verify != facts.VerifyLegacy || p.Switch != nil || p.Verify.State == facts.Default {
		return // what a switch decides is the business of tls-verify-switchable, and a default that of tls-verify-default-off
	}
	f := c.Report(p.Entry, p.Verify.Span, "%s does not verify TLS certificates: %s", p.Subject, p.Setting).
		At("switched off here").For(p.Setting).usedAt(p)
	switch {
	case verify == facts.VerifyLegacy:
		f.Message = p.Subject + " is asked not to verify TLS certificates: " + p.Setting
		f.Severity = Warning
	case p.Role == facts.TLSServer:
		f.Severity = Note
		f.Note("it has no effect on the server's side of a connection")
	case reachesOnlyLoopback(p):
		f.Severity = Note
		f.Note("it is only used towards this machine")
	case p.Purpose == facts.Build:
		f.Severity = Warning
		f.Note("this concerns what the image is built from: whoever is on the path then can put other code into it")
	case p.Purpose == facts.Download:
		f.Note("this concerns the download of the server's code, which then runs with the account's rights")
	default:
		f.Note("whoever is on the path can pose as the other side, and read and change what is sent")
	}
	if p.Note != "" {
		f.Note("%s", p.Note)
	}
	if p.Product == "nginx" || p.Product == "apache" || strings.HasPrefix(p.Setting, "proxy-ssl-verify") { // they verify nobody by default
		f.Advise("switch verification on and name the CA: %s", verifying(p))
		return
	}
	f.Propose("remove "+p.Setting, reachesOnlyPublic(p), facts.Remove{What: p.Verify.Span})
	f.Advise("remove it; for a private CA name the CA instead, with %s", namesCA(p))
}

// namesCA says how the client that a policy is about is told of a private CA.
func namesCA(p *facts.TLSPolicy) string {
	switch p.Product {
	case "haproxy":
		return "ca-file"
	case "istio":
		return "caCertificates"
	case "caddy":
		return "tls_trust_pool"
	case "traefik":
		return "rootCAs"
	case "envoy":
		return "trusted_ca"
	}
	if p.Entry != nil && p.Entry.Host == nil && !isDeployed(p.Entry) {
		return "RootCAs or SSL_CERT_FILE"
	}
	return "NODE_EXTRA_CA_CERTS or SSL_CERT_FILE"
}

// reachesOnlyPublic reports whether every address that the policy is known to apply to is public, where a certificate of
// a public authority is what everybody has. A private address may need a CA to be named first.
func reachesOnlyPublic(p *facts.TLSPolicy) bool {
	if p.Target != facts.ExposureUnknown {
		return p.Target == facts.Public
	}
	for _, remote := range p.Targets {
		if remote.Exposure != facts.Public {
			return false
		}
	}
	return len(p.Targets) > 0
}

// reachesOnlyLoopback reports whether every address that the policy is known to apply to is on this machine.
func reachesOnlyLoopback(p *facts.TLSPolicy) bool {
	if p.Target != facts.ExposureUnknown {
		return p.Target == facts.Loopback
	}
	for _, remote := range p.Targets {
		if remote.Exposure != facts.Loopback {
			return false
		}
	}
	return len(p.Targets) > 0
}

package rules

import "github.com/wirevet/wirevet/facts"

// TLSVerifyPartial flags a check of certificates that leaves out the name, or that cannot fail.
var TLSVerifyPartial = &Rule{
	ID:               "tls-verify-partial",
	Title:            "certificates are verified in part only",
	Severity:         Error,
	Answers:          []Code{CertificateValidation, ValidationEnabled, ValidationTest},
	CWE:              []int{297, 295},
	SecuritySeverity: "7.4",
	Precision:        HighPrecision,
	Crosswalk:        []string{"OWASP MCP Top 10: MCP07", "OWASP AISVS 1.0: 10.3.1", "OWASP ASVS 5.0: 12.3.2", "RFC 9525 §6"},
	Surfaces:         []string{GoSurface, ServerSurface},
	Reach:            facts.SameDeployment,
	TLS:              checkVerifyPartial,
}

func checkVerifyPartial(c *Context, p *facts.TLSPolicy) {
	verify, ok := known(c, p.Verify)
	if !ok || verify != facts.VerifyChain || p.Weakness == "" {
		return
	}
	f := c.Report(p.Entry, p.Verify.Span, "%s verifies certificates in part only: %s", p.Subject, p.Weakness).
		At("accepts too much").For(p.Weakness).usedAt(p).
		Note("whoever holds a certificate that passes can pose as the other side").
		Advise("verify the chain and the name of the host that is called, and fail when either does not match")
	if p.WeakVersions != "" {
		f.Message += " in versions " + p.WeakVersions
		f.As(Warning, facts.Medium)
		f.Note("the version is not known here; [version] in wirevet.toml states it")
	}
	if reachesOnlyLoopback(p) {
		f.Severity = Note
		f.Note("it is only used towards this machine")
	}
}

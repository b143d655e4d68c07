package rules

import "github.com/wirevet/wirevet/facts"

// TLSPolicyShadowed flags TLS settings without effect: another server owns the address, and its settings govern the
// handshake, which is over before the name counts.
var TLSPolicyShadowed = &Rule{
	ID:               "tls-policy-shadowed",
	Title:            "TLS settings have no effect: another server owns the address",
	Severity:         Warning,
	Answers:          []Code{ProtocolVersions, TLSExcerpt},
	CWE:              []int{693},
	SecuritySeverity: "4.3",
	Precision:        HighPrecision,
	Crosswalk:        []string{"OWASP MCP Top 10: MCP07", "OWASP AISVS 1.0: 10.3.1", "OWASP ASVS 5.0: 12.1.1"},
	Surfaces:         serverConfig,
	Reach:            facts.OnPath,
	TLS:              checkShadowed,
}

func checkShadowed(c *Context, p *facts.TLSPolicy) {
	for _, s := range p.Shadowed {
		if !s.Differs {
			continue
		}
		f := c.Report(p.Entry, s.Span, "%s: %s has no effect, because another server owns the address", p.Subject, s.Setting).
			At("without effect").For(s.Setting).
			RelatedAt(s.By, "governs the handshake").
			Note("what is written here is not what clients meet").
			Advise("write %s where it takes effect, or give the server an address of its own", s.Setting)
		if s.Versions != "" {
			f.Message = p.Subject + ": " + s.Setting + " has no effect in versions " + s.Versions + ", because another server owns the address"
			f.Confidence = facts.Medium
			f.Note("the version is not known here; [version] in wirevet.toml states it")
		}
	}
}

package rules

import "github.com/wirevet/wirevet/facts"

// TLSVerifySwitchable flags a program in which a flag, a variable or a setting switches the check of certificates off.
//
// Where nothing decides at run time, it is [TLSVerifyDisabled].
var TLSVerifySwitchable = &Rule{
	ID:               "tls-verify-switchable",
	Title:            "a switch turns certificate verification off",
	Severity:         Warning,
	Answers:          []Code{CertificateValidation, ValidationEnabled},
	CWE:              []int{295},
	SecuritySeverity: "5.9",
	Precision:        HighPrecision,
	Crosswalk:        []string{"OWASP MCP Top 10: MCP07", "OWASP AISVS 1.0: 10.3.1", "OWASP ASVS 5.0: 12.3.2", "RFC 9325 §7.1"},
	Surfaces:         []string{GoSurface},
	Reach:            facts.SameDeployment,
	TLS:              checkVerifySwitchable,
}

func checkVerifySwitchable(c *Context, p *facts.TLSPolicy) {
	s := p.Switch
	if s == nil || s.Guarded || s.Name == "" {
		return
	}
	f := c.Report(p.Entry, p.Verify.Span, "the %s %s turns certificate verification of %s off", s.Kind, s.Name, p.Subject).
		At("decided at run time").For(s.Name).
		RelatedAt(s.Declared, "declared here").usedAt(p).
		Note("what is switched off for a test stays off: whoever is on the path can then pose as the other side").
		Advise("remove the switch, and let it name a CA file instead")
	on, ok := known(c, s.On)
	switch {
	case ok && on:
		f.Message = p.Subject + " does not verify TLS certificates unless the " + s.Kind.String() + " " + s.Name + " says so"
		f.Severity = Error
		f.Note("that is so when nobody sets it")
	case reachesOnlyLoopback(p):
		f.Severity = Note
		f.Note("it is only used towards this machine")
	case s.Logged:
		f.Severity = Note
		f.Note("its use is logged as a warning")
	}
}

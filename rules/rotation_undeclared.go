package rules

import "github.com/wirevet/wirevet/facts"

// RotationUndeclared flags a static credential for which nobody has said how often it is replaced. It is found once for
// each name, however often the name is used.
var RotationUndeclared = &Rule{
	ID:               "rotation-undeclared",
	Title:            "nothing says how often a credential is replaced",
	Severity:         Note,
	Answers:          []Code{TokenRotation},
	CWE:              []int{262},
	SecuritySeverity: "3.0",
	Precision:        HighPrecision,
	Crosswalk:        []string{"OWASP MCP Top 10: MCP01", "OWASP AISVS 1.0: 9.4.3", "OWASP ASVS 5.0: 13.3.4"},
	Scope:            WholeSystem,
	Surfaces:         hostGoOrManifest,
	Reach:            facts.SameDeployment,
	System:           checkRotation,
}

func checkRotation(c *Context, s *facts.System) {
	seen := map[string]bool{}
	for _, k := range s.Credentials {
		name := k.Register()
		if name == "" || seen[name] || k.Rotation != nil {
			continue
		}
		seen[name] = true
		c.Report(k.Entry, k.Span, "%s uses the credential %s, and nothing says how often it is replaced", subject(k.Entry), name).
			At("a static credential").For(name).
			Note("a key that is never replaced stays useful to whoever has ever seen it").
			Advise("agree on an owner and a period, and write them into wirevet.toml: [[credential]]; or use short-lived credentials")
	}
}

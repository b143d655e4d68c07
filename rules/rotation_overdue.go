package rules

import "github.com/wirevet/wirevet/facts"

// RotationOverdue flags a credential that is used longer than its owner has agreed on.
var RotationOverdue = &Rule{
	ID:               "rotation-overdue",
	Title:            "a credential was not replaced in time",
	Severity:         Warning,
	Answers:          []Code{TokenRotation},
	CWE:              []int{324},
	SecuritySeverity: "5.0",
	Precision:        VeryHigh,
	Crosswalk:        []string{"OWASP MCP Top 10: MCP01", "OWASP AISVS 1.0: 9.4.3", "OWASP ASVS 5.0: 13.3.4"},
	Surfaces:         []string{"wirevet.toml"},
	Scope:            WholeSystem,
	System:           checkOverdue,
}

func checkOverdue(c *Context, s *facts.System) {
	for _, r := range s.Rotations {
		rotated, ok := known(c, r.Rotated)
		every, agreed := known(c, r.Every)
		if r.ShortLived || !ok || !agreed {
			continue
		}
		due := every.After(rotated)
		if !due.Over(c.Now) {
			continue
		}
		f := c.Report(nil, r.Rotated.Span, "the credential %s was to be replaced by %s", r.Name, due).
			At("last replaced").For(r.Name).
			Note("it is replaced every %s, as %s has agreed", every, r.Owner).
			Advise("replace it, revoke the old one, and write the day here")
		if len(r.Uses) > 0 {
			f.RelatedAt(r.Uses[0].Span, "used here")
		}
	}
}

package rules

// AcceptanceExpired says that the days of an acceptance are over, and that what it accepted is open again.
var AcceptanceExpired = &Rule{
	ID:        "acceptance-expired",
	Title:     "an accepted risk is open again",
	Severity:  Error,
	Precision: VeryHigh,
	Surfaces:  []string{"wirevet.toml"},
	Scope:     WholeSystem,
	Policy:    true,
}

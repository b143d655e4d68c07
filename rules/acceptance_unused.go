package rules

// AcceptanceUnused says that an entry of wirevet.toml is about nothing that is there. It could cover what nobody has
// looked at.
var AcceptanceUnused = &Rule{
	ID:        "acceptance-unused",
	Title:     "an entry of wirevet.toml is about nothing",
	Severity:  Note,
	Precision: HighPrecision,
	Surfaces:  []string{"wirevet.toml"},
	Scope:     WholeSystem,
	Fix:       SafeFix,
	Policy:    true,
}

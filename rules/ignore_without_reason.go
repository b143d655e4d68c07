package rules

// IgnoreWithoutReason says that a comment which was meant to silence a rule silences nothing: it gives no reason, is
// misspelt, names no rule that there is, or stands before nothing.
var IgnoreWithoutReason = &Rule{
	ID:        "ignore-without-reason",
	Title:     "a comment ignores a rule without effect",
	Severity:  Warning,
	Precision: VeryHigh,
	Surfaces:  []string{"host config", "env file"},
	Scope:     WholeSystem,
	Policy:    true,
}

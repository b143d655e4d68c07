package facts

// Directive is a comment that asks for findings to be passed over: `wirevet:ignore RULE -- reason`. Every parser whose
// format has comments states those that it finds, the misspelt ones too.
type Directive struct {
	Span   Span // the comment
	Rules  []DirectiveRule
	Reason string
	// Covers is the block that the comment stands in or above. It is the zero Span when there is none.
	Covers Span
	// Fault says what is wrong with the comment, "expected …"; such a directive passes nothing over. It is empty for one
	// that parses.
	Fault string
}

// DirectiveRule is a rule that a directive names.
type DirectiveRule struct {
	ID   string
	Span Span
}

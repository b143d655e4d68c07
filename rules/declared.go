package rules

import "github.com/wirevet/wirevet/facts"

// vouched makes a finding a note when wirevet.toml says what outside of the repository does the work that is missing here:
// a person answers for it, and the files neither show nor deny it.
func (f *Finding) vouched(who facts.Stated[string], does string) {
	if !who.Known() {
		return
	}
	f.Severity = Note
	f.Note("declared in wirevet.toml: %s %s", quoted(who.Span), does)
	f.RelatedAt(who.Span, "declared here")
}

// declaration returns what wirevet.toml says of a connection. It is never nil.
func declaration(d *facts.EndpointDeclaration) *facts.EndpointDeclaration {
	if d == nil {
		return &facts.EndpointDeclaration{}
	}
	return d
}

// work returns what wirevet.toml says of a server's work; nil when it says nothing.
func work(e *facts.Entry) *facts.ServerDeclaration {
	if e == nil {
		return nil
	}
	return e.Declared
}

package input

import "github.com/wirevet/wirevet/facts"

// Problems are those of one file that has a syntax of its own.
type Problems []*facts.Problem

// Add adds a problem to the first twenty: what follows is mostly their consequence.
func (p *Problems) Add(at facts.Span, kind facts.ProblemKind, message string) {
	if len(*p) < 20 {
		*p = append(*p, &facts.Problem{Span: at, Kind: kind, Message: message})
	}
}

// Package parsers lists the formats that wirevet reads. A new format is one package, and one entry here.
package parsers

import (
	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/parsers/dotenv"
	"github.com/wirevet/wirevet/parsers/hostconfig"
)

// Format is one kind of file.
type Format struct {
	Name string
	// Known reports whether a file is of the format by its slash-separated path alone.
	Known func(path string) bool
	// Candidate reports whether a file of that path may be of the format, should Sniff say so too. Both may be nil.
	Candidate func(path string) bool
	// Sniff looks cheaply for what the format needs. It may be wrong in saying yes.
	Sniff func(data []byte) bool
	// Parse states what the file says. It never fails: what it cannot read is a problem among the facts.
	Parse func(src *facts.Source, data []byte) *facts.Facts
}

// All returns the formats, in the order in which they are asked.
func All() []Format {
	return []Format{
		{
			Name: "host config", Known: hostconfig.KnownPath, Candidate: hostconfig.CandidateName, Sniff: hostconfig.Sniff,
			Parse: hostconfig.Parse,
		},
		{Name: "env file", Known: dotenv.Match, Parse: dotenv.Parse},
	}
}

package traefik_test

import (
	"flag"
	"testing"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/internal/goldenfacts"
	"github.com/wirevet/wirevet/parsers/input"
	"github.com/wirevet/wirevet/parsers/traefik"
)

var update = flag.Bool("update", false, "rewrite the facts in testdata; read the difference line by line")

// TestFactsOfConfigurations holds whole configurations against the facts that come out, after link.
func TestFactsOfConfigurations(t *testing.T) {
	goldenfacts.Hold(t, update, func(f *goldenfacts.Files) []*facts.Facts {
		u := &input.Unit{}
		for _, name := range f.Names {
			in := f.Inputs[name]
			if traefik.KnownPath(name) || traefik.CandidatePath(name) && traefik.Sniff(in.Data) {
				u.Files = append(u.Files, in)
			}
		}
		return traefik.Parse(u)
	})
}

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

var server = goldenfacts.Server{
	Product: "traefik", Known: traefik.KnownPath, Candidate: traefik.CandidatePath, Sniff: traefik.Sniff,
	Parse: func(u *input.Unit) []*facts.Facts { return traefik.Parse(u, nil) },
}

// TestFactsOfConfigurations holds whole configurations against the facts that come out, after link.
func TestFactsOfConfigurations(t *testing.T) { server.Hold(t, update) }

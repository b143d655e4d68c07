package caddy_test

import (
	"flag"
	"testing"

	"github.com/wirevet/wirevet/internal/goldenfacts"
	"github.com/wirevet/wirevet/parsers/caddy"
)

var update = flag.Bool("update", false, "rewrite the facts in testdata; read the difference line by line")

var server = goldenfacts.Server{
	Product: "caddy", Known: caddy.KnownPath, Candidate: caddy.CandidatePath, Sniff: caddy.Sniff, Parse: caddy.Parse,
}

// TestFactsOfConfigurations holds whole configurations against the facts that come out, after link.
func TestFactsOfConfigurations(t *testing.T) { server.Hold(t, update) }

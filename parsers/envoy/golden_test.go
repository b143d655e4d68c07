package envoy_test

import (
	"flag"
	"testing"

	"github.com/wirevet/wirevet/internal/goldenfacts"
	"github.com/wirevet/wirevet/parsers/envoy"
)

var update = flag.Bool("update", false, "rewrite the facts in testdata; read the difference line by line")

var server = goldenfacts.Server{
	Product: "envoy", Known: envoy.KnownPath, Candidate: envoy.CandidatePath, Sniff: envoy.Sniff, Parse: envoy.Parse,
}

// TestFactsOfConfigurations holds whole configurations against the facts that come out, after link. test/envoy holds the same files
// against Envoy's own types.
func TestFactsOfConfigurations(t *testing.T) { server.Hold(t, update) }

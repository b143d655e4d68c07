package haproxy_test

import (
	"flag"
	"testing"

	"github.com/wirevet/wirevet/internal/goldenfacts"
	"github.com/wirevet/wirevet/parsers/haproxy"
)

var update = flag.Bool("update", false, "rewrite the facts in testdata; read the difference line by line")

var server = goldenfacts.Server{
	Product: "haproxy", Known: haproxy.KnownPath, Candidate: haproxy.CandidatePath, Sniff: haproxy.Sniff, Parse: haproxy.Parse,
}

// TestFactsOfConfigurations holds whole configurations against the facts that come out, after link.
func TestFactsOfConfigurations(t *testing.T) { server.Hold(t, update) }

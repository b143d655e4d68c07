package apache_test

import (
	"flag"
	"testing"

	"github.com/wirevet/wirevet/internal/goldenfacts"
	"github.com/wirevet/wirevet/parsers/apache"
)

var update = flag.Bool("update", false, "rewrite the facts in testdata; read the difference line by line")

var server = goldenfacts.Server{
	Product: "apache", Known: apache.KnownPath, Candidate: apache.CandidatePath, Sniff: apache.Sniff, Parse: apache.Parse,
}

// TestFactsOfConfigurations holds whole configurations against the facts that come out, after link.
func TestFactsOfConfigurations(t *testing.T) { server.Hold(t, update) }

package parsers_test

import (
	"flag"
	"fmt"
	"slices"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/internal/goldenfacts"
	"github.com/wirevet/wirevet/internal/link"
	"github.com/wirevet/wirevet/parsers"
	"github.com/wirevet/wirevet/parsers/input"
)

var update = flag.Bool("update", false, "rewrite the facts in testdata; read the difference line by line")

// TestWhatTraefikMakesOfOthersFiles holds compose files and manifests against what Traefik does with their labels and resources.
func TestWhatTraefikMakesOfOthersFiles(t *testing.T) {
	all := parsers.All()
	format := func(name string) parsers.Format {
		return all[slices.IndexFunc(all, func(f parsers.Format) bool { return f.Name == name })]
	}
	goldenfacts.Archives(t, 8, update, func(_ *testing.T, files []txtar.File) string {
		var u input.Unit
		var found []*facts.Facts
		for _, f := range files {
			src := facts.NewSource(f.Name, f.Data)
			if f.Name == "compose.yaml" {
				u.Files = append(u.Files, input.File{Source: src, Data: f.Data})
			} else {
				found = append(found, format("manifest").Parse(src, f.Data))
			}
		}
		system := link.Link(append(found, format("compose file").ParseTogether(&u)...))
		out := goldenfacts.Printed(system)
		for _, l := range system.Listeners {
			out += fmt.Sprintf("%s is reached: %s, within a container %v\n", goldenfacts.Place(l.Span), l.Exposure, l.Contains)
		}
		return out
	})
}

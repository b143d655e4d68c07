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
		var projects, manifests input.Unit
		for _, f := range files {
			file := input.File{Source: facts.NewSource(f.Name, f.Data), Data: f.Data}
			if f.Name == "compose.yaml" {
				projects.Files = append(projects.Files, file)
			} else {
				manifests.Files = append(manifests.Files, file)
			}
		}
		system := link.Link(append(format("manifest").ParseTogether(&manifests), format("compose file").ParseTogether(&projects)...))
		out := goldenfacts.Printed(system)
		for _, l := range system.Listeners {
			out += fmt.Sprintf("%s is reached: %s, within a container %v\n", goldenfacts.Place(l.Span), l.Exposure, l.Contains)
		}
		return out
	})
}

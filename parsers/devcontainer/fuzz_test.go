package devcontainer_test

import (
	"testing"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/internal/goldenfacts"
	"github.com/wirevet/wirevet/parsers/devcontainer"
)

// FuzzParse holds for any text: no panic, every place lies in the file on the borders of characters, and every problem has
// words.
func FuzzParse(f *testing.F) {
	for _, file := range goldenfacts.Texts(f) {
		f.Add(file.Data)
	}
	f.Add([]byte(`{"runArgs": ["-ve", "a=b", "--"], "appPort": "[::1]:1:2", "mounts": ["source=é"]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		src := facts.NewSource(".devcontainer/devcontainer.json", data)
		out := &facts.Facts{}
		devcontainer.Parse(src, data, out)
		goldenfacts.Sound(t, out, data, src)
		var changes []facts.Change
		for _, w := range out.Workloads {
			for _, c := range w.CapAdd {
				changes = append(changes, facts.Remove{What: c.Span})
			}
		}
		devcontainer.Edit(src, data, changes)
	})
}

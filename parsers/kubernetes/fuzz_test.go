package kubernetes

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/internal/goldenfacts"
)

var fuzzPaths = []string{"k8s/a.yaml", "chart/templates/a.yaml", "a.json", "overlay/kustomization.yaml"}

// FuzzParse holds for any text: no panic, every place lies in the file on the borders of characters, and every problem has
// words.
func FuzzParse(f *testing.F) {
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) == 0 {
		f.Fatal("no seeds")
	}
	for i, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		for _, part := range txtar.Parse(data).Files {
			f.Add(uint8(i), part.Data)
		}
	}
	f.Fuzz(func(t *testing.T, which uint8, data []byte) {
		src := facts.NewSource(fuzzPaths[int(which)%len(fuzzPaths)], data)
		out, rest, _ := Parse(src, data)
		for _, e := range rest.Files { // held with the rest
			out.Parts = append(out.Parts, facts.Part{Of: e.Text.Span()})
		}
		goldenfacts.Sound(t, out, data, src)
	})
}

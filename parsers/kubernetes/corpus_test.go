package kubernetes

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/wirevet/wirevet/facts"
)

// TestRealManifestsAreRead holds that every manifest of the corpus is read without a problem, charts included.
func TestRealManifestsAreRead(t *testing.T) {
	files, err := filepath.Glob("../../../shared/corpus/kubernetes/*/*.y*ml")
	if err != nil || len(files) == 0 {
		t.Skip("no corpus here")
	}
	read := 0
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if !Sniff(data) {
			continue
		}
		read++
		src := facts.NewSource(filepath.Base(file), data)
		out, _, _ := Parse(src, data)
		for _, p := range out.Problems {
			t.Errorf("%s:%d: %s", file, p.Span.Begin().Line, p.Message)
		}
	}
	if read < 15 {
		t.Errorf("only %d of %d files look like manifests", read, len(files))
	}
}

package workflow_test

import (
	"testing"
	"unicode/utf8"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/internal/goldenfacts"
	"github.com/wirevet/wirevet/parsers/workflow"
)

// FuzzParse holds for any text: no panic, every place lies in the file on the borders of characters, and every problem has
// words.
func FuzzParse(f *testing.F) {
	for _, file := range goldenfacts.Texts(f) {
		f.Add(file.Data)
	}
	f.Add([]byte("jobs: {a: {steps: [{run: \"echo \\\"{é\\\\\\\"cp\\\" > ${{a/b\"}]}}"))
	f.Add([]byte("jobs: {a: {steps: [{run: \"cat <<EOF > .mcp.json\\nEOF\\necho {\"}]}}"))
	f.Fuzz(func(t *testing.T, data []byte) {
		src := facts.NewSource(".github/workflows/a.yml", data)
		w := workflow.Parse(src, data)
		goldenfacts.Sound(t, w.Facts, data, src)
		for _, e := range w.Embedded {
			for i := range len(e.Text.Text) {
				if at := e.Text.Offset(i); at < 0 || at > len(data) {
					t.Fatalf("byte %d of %q is at %d", i, e.Text.Text, at)
				}
			}
			if utf8.Valid(data) && !utf8.ValidString(e.Text.Text) {
				t.Fatalf("%q is cut within a character", e.Text.Text)
			}
			out := &facts.Facts{}
			for _, env := range e.Environment {
				workflow.ReadEnvironment(&facts.Host{ID: "x", Title: "X"}, env, out)
			}
			goldenfacts.Sound(t, out, data, src)
		}
	})
}

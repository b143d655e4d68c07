package kubernetes

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/internal/goldenfacts"
	"github.com/wirevet/wirevet/parsers/input"
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

// FuzzOverlay holds the same for what a kustomization makes of a base and a patch, of whatever the three consist.
func FuzzOverlay(f *testing.F) {
	const base = "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: mcp}\nspec: {template: {spec: {containers: [{name: c, image: \"a/mcp:1\", ports: [{containerPort: 1}]}]}}}\n"
	const patch = "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: mcp}\nspec: {template: {spec: {containers: [{name: c, image: null, env: [{name: A, $patch: delete}]}]}}}\n"
	f.Add("resources: [base.yaml]\npatches: [{path: patch.yaml}]\nnamePrefix: x-\nimages: [{name: a/mcp, newTag: é}]\n", base, patch)
	f.Add("resources: [base.yaml]\npatches:\n- target: {kind: .*}\n  patch: |-\n    - {op: copy, from: /spec, path: /spec/x}\n    - {op: remove, path: /metadata}\n", base, "")
	f.Add("resources: [base.yaml, .]\nbases: [../o]\ncomponents: [\".\"]\npatchesStrategicMerge: [patch.yaml]\n", "[]", "- {op: add, path: /a/-, value: b}")
	f.Fuzz(func(t *testing.T, kustomization, base, patch string) {
		var u input.Unit
		for _, file := range [][2]string{{"o/base.yaml", base}, {"o/kustomization.yaml", kustomization}, {"o/patch.yaml", patch}} {
			u.Files = append(u.Files, input.File{Source: facts.NewSource(file[0], []byte(file[1])), Data: []byte(file[1])})
		}
		for _, o := range FindOverlays(&u).Roots {
			out, _ := o.Parse()
			out.Rebase()
			for _, p := range out.Problems {
				if p.Span.Source == nil || p.Span.End > p.Span.Source.Len() {
					t.Fatalf("problem %q lies outside of its file", p.Message)
				}
			}
			for _, w := range out.Workloads {
				if w.Span.Start < 0 || w.Span.End < w.Span.Start || w.Span.End > w.Span.Source.Len() {
					t.Fatalf("%s lies outside of its file: %d to %d", w.Title, w.Span.Start, w.Span.End)
				}
			}
		}
	})
}

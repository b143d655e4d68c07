package compose_test

import (
	"testing"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/internal/goldenfacts"
	"github.com/wirevet/wirevet/parsers/compose"
	"github.com/wirevet/wirevet/parsers/input"
)

// FuzzParse holds for any text: no panic, every place lies in the file on the borders of characters, and every problem has
// words.
func FuzzParse(f *testing.F) {
	for _, file := range goldenfacts.Texts(f) {
		f.Add(file.Data)
	}
	for _, seed := range []string{"services:", "services: {a: {extends: a}}", "include: [x.yaml]\nservices: {a: {volumes: ['${A:-${B:-/}}:/x']}}", "services: {a: {ports: ['[::1]:1:2', '::', '${A']}}",
		": &common\n :\nservices:\n 0: *common", "services:\n  a: !reset {}\n  b: !override\n    image: ${A:-b}:c@d\n"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		src, override := facts.NewSource("compose.yaml", data), facts.NewSource("compose.override.yaml", data)
		opened := []*facts.Source{src, override}
		other := func(path string) (input.File, bool) {
			source := facts.NewSource(path, data)
			opened = append(opened, source)
			return input.File{Source: source, Data: data}, len(path) < 12
		}
		u := &input.Unit{Files: []input.File{{Source: override, Data: data}, {Source: src, Data: data}}, Open: other}
		var changes []facts.Change
		for _, out := range compose.Parse(u, nil) {
			goldenfacts.Sound(t, out, data, opened...)
			for _, w := range out.Workloads {
				if w.User.Known() && w.User.Span.Source == src {
					changes = append(changes, facts.Replace{Value: w.User.Span, By: "65532"}, facts.Remove{What: w.User.Span})
				}
			}
		}
		compose.Edit(src, data, changes)
	})
}

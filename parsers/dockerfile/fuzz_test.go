package dockerfile_test

import (
	"testing"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/internal/goldenfacts"
	"github.com/wirevet/wirevet/parsers/dockerfile"
)

// FuzzParse holds for any text: no panic, every place lies in the file on the borders of characters, and every problem has
// words.
func FuzzParse(f *testing.F) {
	for _, file := range goldenfacts.Texts(f) {
		f.Add(file.Data)
	}
	for _, seed := range []string{"", "\ufeff", "FROM", "FROM x\nRUN <<", "FROM x\nCMD [\"\\ud83d\\ude00\", \"\\", "# escape=`\nFROM x`\n y", "FROM x\nENV A=\"", "FROM x\nUSER ${A:-${B:+c}}"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		src := facts.NewSource("Dockerfile", data)
		out := dockerfile.Parse(src, data)
		goldenfacts.Sound(t, out, data, src)
		var changes []facts.Change
		for _, w := range out.Workloads {
			if w.User.Known() {
				changes = append(changes, facts.Replace{Value: w.User.Span, By: "65532"}, facts.RunAs{Workload: w, Account: "65532"})
			}
		}
		for _, p := range out.TLS {
			changes = append(changes, facts.Remove{What: p.Verify.Span})
		}
		dockerfile.Edit(src, data, changes)
	})
}

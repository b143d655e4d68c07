package rules_test

import (
	"fmt"
	"os"
	"testing"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/internal/link"
	"github.com/wirevet/wirevet/parsers/hostconfig"
	"github.com/wirevet/wirevet/rules"
)

// BenchmarkRules runs each rule over the file that triggers everything, repeated: ten times the entries must take ten times
// as long.
func BenchmarkRules(b *testing.B) {
	for _, n := range []int{100, 1000} {
		system := repeated(b, n)
		for _, r := range rules.All() {
			b.Run(fmt.Sprintf("%s/%d", r.ID, n), func(b *testing.B) {
				for b.Loop() {
					rules.Run(system, rules.Options{Rules: []*rules.Rule{r}})
				}
				b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(len(system.Entries)), "ns/entry")
			})
		}
	}
}

// repeated links n copies of testdata/everything, in several projects and two hosts.
func repeated(b *testing.B, n int) *facts.System {
	b.Helper()
	var all []*facts.Facts
	for _, name := range []string{".mcp.json", ".cursor/mcp.json", ".claude/settings.json"} {
		text, err := os.ReadFile("../testdata/everything/" + name)
		if err != nil {
			b.Fatal(err)
		}
		data := []byte(credentials.Replace(string(text)))
		for i := range n {
			src := facts.NewSource(fmt.Sprintf("p%d/%s", i/10, name), data)
			all = append(all, hostconfig.Parse(src, data))
		}
	}
	return link.Link(all)
}

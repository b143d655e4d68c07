package rules_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/wirevet/wirevet/rules"
)

// TestCases runs the cases of testdata/<rule>.txtar: files, and the findings that must come out, a line each.
//
//	-- case: what it is about --
//	-- .mcp.json --
//	…
//	-- want --
//	.mcp.json:2:5-9 rule severity
func TestCases(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		rule := rules.Find(strings.TrimSuffix(filepath.Base(file), ".txtar"))
		if rule == nil {
			continue // TestRulesAreComplete says so
		}
		for _, c := range readCases(t, file) {
			t.Run(rule.ID+"/"+c.name, func(t *testing.T) {
				needsModes(t, c.files)
				found, asked := lint(t, rule, c.files)
				if asked == 0 {
					t.Fatal("the rule was never asked: no fact that it looks at came out of this case")
				}
				var got []string
				for _, f := range found {
					got = append(got, place(f)+" "+f.Rule.ID+" "+f.Severity.String())
					checkWording(t, f)
				}
				slices.Sort(got)
				if diff := cmp.Diff(c.want, got); diff != "" {
					t.Errorf("findings differ (-want +got):\n%s", diff)
				}
			})
		}
	}
}

type ruleCase struct {
	name  string
	files []exampleFile
	want  []string
	fixed map[string]string // what the files hold when they are fixed; see TestFixedFiles
}

func readCases(t *testing.T, file string) []ruleCase {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var out []ruleCase
	for _, f := range txtar.Parse(data).Files {
		if name, ok := strings.CutPrefix(f.Name, "case: "); ok {
			out = append(out, ruleCase{name: name})
			continue
		}
		if len(out) == 0 {
			t.Fatalf("%s: %s stands before the first case", file, f.Name)
		}
		c := &out[len(out)-1]
		name, head, _ := strings.Cut(f.Name, " ")
		if name == "fixed" {
			if c.fixed == nil {
				c.fixed = map[string]string{}
			}
			c.fixed[head] = credentials.Replace(string(f.Data))
			continue
		}
		if name != "want" {
			c.files = append(c.files, fileOf(t, name, head, string(f.Data)))
			continue
		}
		for line := range strings.Lines(string(f.Data)) {
			if line = strings.TrimSpace(line); line != "" {
				c.want = append(c.want, line)
			}
		}
		slices.Sort(c.want)
	}
	return out
}

package rules_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/wirevet/wirevet/internal/engine"
	"github.com/wirevet/wirevet/internal/report"
	"github.com/wirevet/wirevet/rules"
)

// follows are the findings that a fix may bring about, each lighter than the one that it repairs.
var follows = map[string][]string{
	// Of a list with a wildcard the named tools are left: each of them is a decision that somebody made.
	"launch-auto-approved": {"launch-auto-approved"},
	// A URL without TLS hides that the option allows it; with TLS the option itself is what is left. Another entry of the
	// same server is called without TLS still, which is an error of its own.
	"cleartext-remote": {"cleartext-remote", "server-defined-differently"},
	// Another entry of the same server has the credential written out still. The variable has a name of its own, which
	// the register of rotations does not know yet.
	"secret-in-config": {"server-defined-differently", "rotation-undeclared"},
}

// TestFixesRepairAndBringNothingNew makes each fix of each example alone, and checks the files again with all rules.
func TestFixesRepairAndBringNothingNew(t *testing.T) {
	for _, rule := range rules.All() {
		made := map[rules.FixKind]int{}
		for i, files := range examplesOf(t, rule) {
			t.Run(fmt.Sprintf("%s/%d", rule.ID, i), func(t *testing.T) {
				needsModes(t, files)
				before := check(t, rules.All(), files)
				for _, f := range before.Result.Findings {
					fix := before.Result.Fixes[f]
					if f.Rule != rule || fix == nil {
						continue
					}
					kind := rules.UnsafeFix
					if fix.Safe {
						kind = rules.SafeFix
					}
					made[kind]++
					checkFix(t, before, f, fix, files)
				}
			})
		}
		checkKind(t, rule, made)
	}
}

// checkKind holds what a rule and its page say of fixes against what happens.
func checkKind(t *testing.T, rule *rules.Rule, made map[rules.FixKind]int) {
	t.Helper()
	says := map[rules.FixKind]string{rules.NoFix: "none", rules.UnsafeFix: "unsafe", rules.SafeFix: "safe"}[rule.Fix]
	if row := factsRow(rule); !strings.HasPrefix(row, says) {
		t.Errorf("rule %s: its page says %q of fixes, want %s", rule.ID, row, says)
	}
	if made[rules.SafeFix] > 0 && rule.Fix != rules.SafeFix || made[rules.UnsafeFix] > 0 && rule.Fix == rules.NoFix {
		t.Errorf("rule %s says that its fixes are %s, and makes %v", rule.ID, rule.Fix, made)
	}
	if rule.Fix != rules.NoFix && made[rule.Fix] == 0 {
		t.Errorf("rule %s says that it has %s fixes; no example shows one", rule.ID, rule.Fix)
	}
}

// factsRow returns what the table of a rule's page says of fixes.
func factsRow(rule *rules.Rule) string {
	for line := range strings.Lines(rule.Page()) {
		if cells := strings.Split(strings.TrimSpace(line), "|"); len(cells) > 4 && strings.TrimSpace(cells[len(cells)-3]) == "0.1" {
			return strings.TrimSpace(cells[len(cells)-2])
		}
	}
	return ""
}

func checkFix(t *testing.T, before *engine.Run, f *rules.Finding, fix *report.Fix, files []exampleFile) {
	t.Helper()
	fixed := make([]exampleFile, len(files))
	for i, file := range files {
		fixed[i] = file
		fixed[i].text = credentials.Replace(file.text)
		var b strings.Builder
		at := 0
		for _, e := range fix.Edits {
			if e.Span.Source.Path != file.name {
				continue
			}
			if e.Span.Start < at {
				t.Fatalf("edits overlap, or are not in order: %v", fix.Edits)
			}
			b.WriteString(fixed[i].text[at:e.Span.Start] + e.Text)
			at = e.Span.End
		}
		fixed[i].text = b.String() + fixed[i].text[at:]
	}
	after := check(t, rules.All(), fixed)
	if len(after.Result.Problems) > len(before.Result.Problems) {
		t.Errorf("%s: the file has a problem now: %s\n%s", fix.Title, after.Result.Problems[0].Message, fixed[0].text)
	}
	old := map[string]int{}
	for _, g := range before.Result.Findings {
		old[g.Rule.ID+" "+g.Subject()+" "+g.Value]++
	}
	old[f.Rule.ID+" "+f.Subject()+" "+f.Value]--
	for _, g := range after.Result.Findings {
		if key := g.Rule.ID + " " + g.Subject() + " " + g.Value; old[key] > 0 {
			old[key]--
		} else if !slices.Contains(follows[f.Rule.ID], g.Rule.ID) || g.Severity >= f.Severity {
			t.Errorf("%s: after it %s[%s]: %s\n%s", fix.Title, g.Severity, g.Rule.ID, g.Message, fixed[len(fixed)-1].text)
		}
	}
}

// examplesOf returns the files of the examples of a rule's page, and of its cases.
func examplesOf(t *testing.T, rule *rules.Rule) [][]exampleFile {
	t.Helper()
	var out [][]exampleFile
	for _, e := range readPage(t, rule) {
		out = append(out, e.files)
	}
	for _, name := range []string{"testdata/" + rule.ID + ".txtar", "testdata/fixes/" + rule.ID + ".txtar"} {
		if _, err := os.Stat(name); err == nil {
			for _, c := range readCases(t, name) {
				out = append(out, c.files)
			}
		}
	}
	return out
}

// TestFixedFiles makes all fixes of a rule in the cases of testdata/fixes, and compares the files that are left, byte by
// byte. A file without a `want` is one that nothing may change.
func TestFixedFiles(t *testing.T) {
	all, err := filepath.Glob("testdata/fixes/*.txtar")
	if err != nil || len(all) == 0 {
		t.Fatal("no cases", err)
	}
	for _, file := range all {
		rule := rules.Find(strings.TrimSuffix(filepath.Base(file), ".txtar"))
		if rule == nil {
			t.Errorf("%s: there is no rule of that name", file)
			continue
		}
		for _, c := range readCases(t, file) {
			t.Run(rule.ID+"/"+c.name, func(t *testing.T) {
				dir := writeFiles(t, c.files)
				fixed, err := engine.Fix(context.Background(), engine.Options{
					WorkDir: dir, Rules: []*rules.Rule{rule}, MinSeverity: rules.Note, Now: time.Unix(1_800_000_000, 0), Jobs: 1,
				}, true)
				if err != nil || len(fixed.Last.Bugs) > 0 {
					t.Fatal(err, fixed.Last.Bugs)
				}
				for _, f := range fixed.Files {
					if err := f.Write(); err != nil {
						t.Fatal(err)
					}
				}
				for _, f := range c.files {
					got, err := os.ReadFile(filepath.Join(dir, f.name))
					if err != nil {
						t.Fatal(err)
					}
					want, changes := c.fixed[f.name]
					if !changes {
						want = credentials.Replace(f.text)
					}
					if diff := cmp.Diff(want, string(got)); diff != "" {
						t.Errorf("%s (-want +got):\n%s", f.name, diff)
					}
				}
			})
		}
	}
}

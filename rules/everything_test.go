package rules_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/wirevet/wirevet/rules"
)

// readTree returns the files below a folder of the repository's testdata.
func readTree(t *testing.T, dir string) []exampleFile {
	t.Helper()
	var out []exampleFile
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		rel, _ := filepath.Rel(dir, path)
		out = append(out, exampleFile{name: filepath.ToSlash(rel), text: string(data)})
		return err
	})
	if err != nil || len(out) == 0 {
		t.Fatalf("%d files: %v", len(out), err)
	}
	return out
}

// TestEverythingTriggersEachRuleOnce holds the whole catalogue together: with all rules on, each says one thing.
func TestEverythingTriggersEachRuleOnce(t *testing.T) {
	files := readTree(t, "../testdata/everything")
	for i := range files {
		switch files[i].name { // what a checkout cannot carry
		case ".mcp.json":
			files[i].mode = 0o644
		case ".cursor/mcp.json":
			files[i].mode = 0o602
		case "certs/tools.key":
			files[i].mode = 0o640
		case "variables.env":
			files[i].tracked = true
		}
	}
	needsModes(t, files)
	count := map[string]int{}
	for _, f := range check(t, rules.All(), files).Result.Findings {
		count[f.Rule.ID]++
		if count[f.Rule.ID] > 1 {
			t.Errorf("again: %s %s: %s", place(f), f.Rule.ID, f.Message)
		}
	}
	for _, r := range rules.All() {
		if count[r.ID] == 0 {
			t.Errorf("%s says nothing", r.ID)
		}
	}
}

// TestSilentProjectsAreSilent holds that sound wiring is passed over, by every rule that is shown by default.
func TestSilentProjectsAreSilent(t *testing.T) {
	run := check(t, rules.All(), readTree(t, "../testdata/silent"))
	for _, f := range run.Result.Findings {
		if f.Severity > rules.Note {
			t.Errorf("%s %s: %s", place(f), f.Rule.ID, f.Message)
		}
	}
	for _, p := range run.Result.Problems {
		t.Errorf("%s: %s", p.File(), p.Message)
	}
	if n := len(run.Result.System.Entries); n < 9 {
		t.Errorf("only %d entries were understood", n)
	}
}

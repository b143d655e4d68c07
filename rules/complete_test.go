package rules_test

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/wirevet/wirevet/rules"
)

// TestRulesAreComplete holds what nothing checks at start-up.
func TestRulesAreComplete(t *testing.T) {
	seen, last := map[string]bool{}, ""
	for _, r := range rules.All() {
		if err := r.Validate(); err != nil {
			t.Error(err)
		}
		if seen[r.ID] {
			t.Errorf("rule %s is listed twice", r.ID)
		}
		if r.ID < last {
			t.Errorf("rule %s is listed behind %s", r.ID, last)
		}
		seen[r.ID], last = true, r.ID
		if _, err := os.Stat(strings.ReplaceAll(r.ID, "-", "_") + ".go"); err != nil {
			t.Errorf("rule %s has no file of its own: %v", r.ID, err)
		}
		checkBand(t, r)
	}
	pages, err := filepath.Glob("docs/*.md")
	if err != nil || len(pages) != len(seen) {
		t.Errorf("%d pages for %d rules: %v", len(pages), len(seen), err)
	}
	cases, _ := filepath.Glob("testdata/*.txtar")
	for _, c := range cases {
		if id := strings.TrimSuffix(filepath.Base(c), ".txtar"); !seen[id] {
			t.Errorf("%s: there is no rule of that name", c)
		}
	}
}

// checkBand holds the numbers that code scanning shows to the severity that they stand beside.
func checkBand(t *testing.T, r *rules.Rule) {
	t.Helper()
	if r.SecuritySeverity == "" {
		return
	}
	n, err := strconv.ParseFloat(r.SecuritySeverity, 64)
	band := rules.Note
	switch {
	case n >= 7:
		band = rules.Error
	case n >= 4:
		band = rules.Warning
	}
	if err != nil || band != r.Severity {
		t.Errorf("rule %s: security severity %s does not fit %s", r.ID, r.SecuritySeverity, r.Severity)
	}
}

func TestReadmeListsEveryRule(t *testing.T) {
	data, err := os.ReadFile("../README.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range rules.All() {
		row := "| [" + r.ID + "](rules/docs/" + r.ID + ".md) | " + r.Severity.String() + " | " + r.Title + " |"
		if !strings.Contains(string(data), row) {
			t.Errorf("the table lacks: %s", row)
		}
	}
}

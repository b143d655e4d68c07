package baseline

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/rules"
)

func findings(files ...string) []*rules.Finding {
	var out []*rules.Finding
	for _, name := range files {
		out = append(out, &rules.Finding{Rule: rules.All()[0], Span: facts.NewSource(name, []byte("x")).All(), Value: "v"})
	}
	return out
}

// scopeOf is a run that has read everything and finds those files gone.
func scopeOf(gone ...string) Scope {
	return Scope{
		File:   func(f *rules.Finding) string { return f.Span.Source.Path },
		Gone:   func(file string) bool { return strings.Contains(strings.Join(gone, " "), file) },
		Judged: func(_, _ string) bool { return true },
	}
}

func baselineOf(files ...string) *Baseline {
	b := &Baseline{}
	for _, f := range findings(files...) {
		b.Add(f, f.Span.Source.Path)
	}
	return b
}

func states(all []*rules.Finding) string {
	var out []string
	for _, f := range all {
		out = append(out, f.State.String())
	}
	return strings.Join(out, " ")
}

func TestAnEntryStandsForAsManyFindingsAsItCounts(t *testing.T) {
	found := findings("a", "a", "a", "b")
	unmatched, next := baselineOf("a", "a", "c").Apply(found, scopeOf())
	if got := states(found); got != "baseline baseline open open" {
		t.Error(got)
	}
	if len(unmatched) != 1 || unmatched[0].File != "c" || len(next.sum()) != 1 || next.sum()[0].Count != 2 {
		t.Errorf("%v %v", unmatched, next.sum())
	}
}

func TestAnEntryFollowsAFileOnlyWhenItIsGone(t *testing.T) {
	found := findings("new")
	if unmatched, _ := baselineOf("old").Apply(found, scopeOf()); states(found) != "open" || len(unmatched) != 1 {
		t.Errorf("a copy: %s, %v", states(found), unmatched)
	}
	found = findings("new", "other")
	unmatched, next := baselineOf("old").Apply(found, scopeOf("old"))
	if states(found) != "baseline open" || len(unmatched) != 0 || next.Entries[0].File != "new" {
		t.Errorf("a rename: %s, %v, %v", states(found), unmatched, next)
	}
}

func TestSettledFindingsUseUpNoEntry(t *testing.T) {
	found := findings("a", "a")
	found[0].State = rules.Accepted
	baselineOf("a").Apply(found, scopeOf())
	if got := states(found); got != "accepted baseline" {
		t.Error(got)
	}
}

func TestAMergeOfTwoBranchesDoublesNothing(t *testing.T) {
	var one bytes.Buffer
	if err := baselineOf("a", "a", "<b>&\"").Write(&one); err != nil {
		t.Fatal(err)
	}
	b, err := Parse(one.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	entries := strings.SplitAfter(one.String(), "[\n")[1]
	first, _, _ := strings.Cut(entries, "\n")
	twice, err := Parse([]byte(strings.Replace(one.String(), "[\n", "[\n"+strings.TrimSuffix(first, ",")+",\n", 1)))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(b.sum(), twice.sum()); diff != "" {
		t.Error(diff)
	}
	var again bytes.Buffer
	if err := twice.Write(&again); err != nil || again.String() != one.String() {
		t.Errorf("%v\n%s\n%s", err, one.String(), again.String())
	}
}

func TestWhatIsNoBaselineIsSaidWithItsPlace(t *testing.T) {
	for text, want := range map[string]string{
		``:                               "1:1: expected",
		`[]`:                             "1:1: expected a baseline",
		`{"findings": []}`:               `1:1: expected "schema"`,
		`{"schema": 2, "findings": []}`:  "1:12: expected schema 1, found 2",
		`{"schema": 1}`:                  `1:1: expected "findings"`,
		`{"schema": 1, "findings": [1]}`: "1:28: expected an entry",
		"{\"schema\": 1, \"findings\": [\n{\"file\": 1}]}":                       `2:10: expected a string for "file"`,
		"{\"schema\": 1, \"findings\": [\n{\"file\": \"a\", \"count\": 0}]}":     `2:24: expected a number from 1`,
		"{\"schema\": 1, \"findings\": [\n{\"file\": \"a\", \"count\": 1}]}":     `2:1: expected file, rule, count and fingerprint`,
		"{\"schema\": 1, \"findings\": [\n{\"file\": \"a\", \"count\": \"1\"}]}": `2:24: expected a number from 1`,
	} {
		_, err := Parse([]byte(text))
		if got := fmt.Sprint(err); !strings.HasPrefix(got, want) {
			t.Errorf("%s: %s, want %s", text, got, want)
		}
	}
}

package engine

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/internal/report"
	"github.com/wirevet/wirevet/parsers"
	"github.com/wirevet/wirevet/rules"
)

func fix(t *testing.T, dir string, o Options) *Fixed {
	t.Helper()
	o.WorkDir, o.Rules = dir, rules.All()
	fixed, err := Fix(context.Background(), o, true)
	if err != nil {
		t.Fatal(err)
	}
	return fixed
}

func TestOnlyFilesThatWereAskedForAreFixedAndNothingIsWrittenUntilItIsSaid(t *testing.T) {
	text := remote("http://t.example.com/mcp")
	dir := project(t, map[string]string{".mcp.json": text, ".cursor/mcp.json": text})
	fixed := fix(t, dir, Options{Roots: []string{".mcp.json"}})
	if len(fixed.Files) != 1 || fixed.Files[0].Path != ".mcp.json" || len(fixed.Files[0].Fixes) != 1 {
		t.Fatalf("%+v", fixed.Files)
	}
	read := func(name string) string {
		data, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(name)))
		if err != nil {
			t.Fatal(err)
		}
		return string(data)
	}
	if read(".mcp.json") != text {
		t.Error("it was written already")
	}
	if err := fixed.Files[0].Write(); err != nil {
		t.Fatal(err)
	}
	if read(".mcp.json") != strings.Replace(text, "http:", "https:", 1) || read(".cursor/mcp.json") != text {
		t.Errorf("%s\n%s", read(".mcp.json"), read(".cursor/mcp.json"))
	}
}

func TestAFileThatChangesWhileItIsFixedIsLeftAlone(t *testing.T) {
	dir := project(t, map[string]string{".mcp.json": remote("http://t.example.com/mcp")})
	fixed := fix(t, dir, Options{})
	path := filepath.Join(dir, ".mcp.json")
	if err := os.WriteFile(path, []byte("{}"), 0o600); err != nil {
		t.Fatal(err)
	}
	err := fixed.Files[0].Write()
	if err == nil || err.Error() != ".mcp.json: not changed: somebody else has changed it since it was read; run again" {
		t.Error(err)
	}
	if data, _ := os.ReadFile(path); string(data) != "{}" {
		t.Errorf("%s", data)
	}
}

func TestAFixThatWouldBreakAFileIsRefused(t *testing.T) {
	src := facts.NewSource("a.x", []byte("good"))
	r := &readSource{source: src, data: []byte("good"), format: &parsers.Format{Parse: func(s *facts.Source, data []byte) *facts.Facts {
		out := &facts.Facts{}
		if string(data) != "good" {
			out.Problems = append(out.Problems, &facts.Problem{Span: s.All(), Kind: facts.Syntax})
		}
		return out
	}}}
	if stillReads(r, []byte("bad")) == nil || stillReads(r, []byte("good")) != nil {
		t.Error("a broken text is taken, or a good one is not")
	}
}

func TestFixesThatStandNextToEachOtherAreMadeOneAfterTheOther(t *testing.T) {
	data := "a: 1\n# of b\nb: 2\nc: 3\nd: 4\n"
	src := facts.NewSource("x.yaml", []byte(data))
	line := func(text string) facts.TextEdit {
		at := strings.Index(data, text)
		return facts.TextEdit{Span: facts.Span{Source: src, Start: at, End: at + len(text)}}
	}
	rule := &rules.Rule{ID: "x"}
	fixes := map[*rules.Finding]*report.Fix{}
	var findings []*rules.Finding
	for _, text := range []string{"a: 1\n", "b: 2\n", "d: 4\n", "3\nd"} {
		f := &rules.Finding{Rule: rule, Span: line(text).Span}
		fixes[f] = &report.Fix{Title: text, Edits: []facts.TextEdit{line(text)}}
		findings = append(findings, f)
	}
	edits, applied := choose([]byte(data), findings, fixes)
	if got := string(apply([]byte(data), edits)); got != "# of b\nb: 2\nc: 3\n" || len(applied) != 2 {
		t.Errorf("%q, %d fixes", got, len(applied))
	}
}

func TestWhatIsSettledHasNoFix(t *testing.T) {
	src := facts.NewSource("a.x", []byte("text"))
	read := []readSource{{source: src, format: &parsers.Format{
		Edit: func(_ *facts.Source, _ []byte, changes []facts.Change) [][]facts.TextEdit {
			return [][]facts.TextEdit{{{Span: changes[0].Place()}}}
		},
	}}}
	for _, state := range []rules.State{rules.Open, rules.Accepted, rules.Ignored} {
		f := &rules.Finding{Rule: &rules.Rule{ID: "x"}, State: state}
		f.Propose("remove it", true, facts.Remove{What: src.All()})
		run := &Run{Result: &report.Result{Findings: []*rules.Finding{f}}}
		if got := len(fixes(run, read)); got == 1 != (state == rules.Open) {
			t.Errorf("%s: %d fixes", state, got)
		}
	}
}

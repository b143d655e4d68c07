package engine

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/internal/discover"
	"github.com/wirevet/wirevet/internal/report"
	"github.com/wirevet/wirevet/parsers"
	"github.com/wirevet/wirevet/parsers/input"
	"github.com/wirevet/wirevet/rules"
)

func project(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func run(t *testing.T, dir string, o Options) *Run {
	t.Helper()
	o.WorkDir, o.Rules = dir, rules.All()
	r, err := Check(context.Background(), o)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func remote(url string) string {
	return `{"mcpServers": {"a": {"type": "http", "url": "` + url + `"}}}`
}

func TestTheSameBytesForAnyNumberOfWorkersAndOrderOfRoots(t *testing.T) {
	files := map[string]string{}
	for _, name := range []string{"a", "b", "c", "d", "e", "f"} {
		files[name+"/.mcp.json"] = remote("http://" + name + ".example.com/mcp")
		files[name+"/.vscode/mcp.json"] = `{"servers": {"a": {"url": "https://` + name + `.example.com/mcp"}}}`
	}
	dir := project(t, files)
	var first []byte
	roots := []string{"a", "b", "c", "d", "e", "f"}
	for jobs := range 9 {
		slices.Reverse(roots)
		if jobs == 5 {
			roots = []string{"."}
		}
		r := run(t, dir, Options{Roots: roots, Jobs: jobs, MinSeverity: rules.Note})
		var b bytes.Buffer
		if err := report.JSON(&b, r.Result); err != nil {
			t.Fatal(err)
		}
		if first == nil {
			first = b.Bytes()
			if len(r.Result.Findings) < 12 {
				t.Fatalf("only %d findings", len(r.Result.Findings))
			}
		}
		if !bytes.Equal(first, b.Bytes()) {
			t.Fatalf("jobs %d, roots %v: other bytes", jobs, roots)
		}
	}
}

func TestFingerprintsSurviveMovedLinesAndTellEqualsApart(t *testing.T) {
	two := `{"mcpServers": {"a": {"command": "x", "args": ["--token=${T}", "--token=${T}"]}}}`
	prints := func(text string) []string {
		r := run(t, project(t, map[string]string{".mcp.json": text}), Options{})
		var out []string
		for _, f := range r.Result.Findings {
			if f.Rule.ID == "secret-in-args" {
				out = append(out, f.Fingerprint)
			}
		}
		return out
	}
	before, after := prints(two), prints("\n\n\n"+strings.ReplaceAll(two, "{\"mcp", "{\n  \"mcp"))
	if len(before) != 2 || before[0] == before[1] || !slices.Equal(before, after) {
		t.Errorf("before %v, after %v", before, after)
	}
	if other := prints(strings.ReplaceAll(two, `"a"`, `"b"`)); other[0] == before[0] {
		t.Error("another server has the same fingerprint")
	}
}

func TestFindingsAreShownWhenTheirOwnOrARelatedPlaceIsAskedFor(t *testing.T) {
	dir := project(t, map[string]string{
		".mcp.json":        remote("http://t.example.com/mcp"),
		".cursor/mcp.json": `{"mcpServers": {"a": {"url": "https://t.example.com/mcp"}}}`,
	})
	ids := func(root string) []string {
		var out []string
		for _, f := range run(t, dir, Options{Roots: []string{root}}).Result.Findings {
			out = append(out, f.Rule.ID+" "+f.Span.Source.Path)
		}
		return out
	}
	if got := ids(".cursor/mcp.json"); !slices.Equal(got, []string{"server-defined-differently .mcp.json"}) {
		t.Errorf("the sound file: %v", got)
	}
	if got := ids(".mcp.json"); len(got) != 2 {
		t.Errorf("the other: %v", got)
	}
}

func TestProblemsOfFilesThatWereNotAskedForAreNotTold(t *testing.T) {
	dir := project(t, map[string]string{".mcp.json": remote("https://t.example.com/mcp"), ".cursor/mcp.json": `{"mcpServers": `})
	if r := run(t, dir, Options{Roots: []string{".mcp.json"}}); len(r.Result.Problems) != 0 || r.Result.Summary.Incomplete {
		t.Errorf("%+v", r.Result.Problems)
	}
	if r := run(t, dir, Options{}); len(r.Result.Problems) != 1 || !r.Result.Summary.Incomplete {
		t.Errorf("%+v", r.Result.Problems)
	}
}

func TestWhatIsLeftOutIsCounted(t *testing.T) {
	dir := project(t, map[string]string{".mcp.json": `{"mcpServers": {
		"a": {"command": "npx", "args": ["x"]}, "b": {"type": "http", "url": "${URL}"}, "c": {"type": "http", "url": "http://t.example.com"}}}`})
	all := run(t, dir, Options{MinSeverity: rules.Note}).Result
	some := run(t, dir, Options{MinSeverity: rules.Error}).Result
	if some.Summary.NotShown == 0 || len(some.Findings)+some.Summary.NotShown != len(all.Findings) {
		t.Errorf("%d + %d of %d", len(some.Findings), some.Summary.NotShown, len(all.Findings))
	}
	if some.Summary.Unresolved != 1 {
		t.Errorf("%d values not resolvable", some.Summary.Unresolved)
	}
}

func TestAPanicIsKeptToItsFile(t *testing.T) {
	dir := project(t, map[string]string{"a.x": "the text of the file", "b.x": "fine"})
	formats := []parsers.Format{{
		Name: "x", Known: func(string) bool { return true },
		Parse: func(src *facts.Source, data []byte) *facts.Facts {
			if len(data) > 5 {
				panic("at " + string(data))
			}
			return &facts.Facts{Sources: []*facts.Source{src}}
		},
	}}
	var got []parsed
	for _, name := range []string{"a.x", "b.x"} {
		f := discover.File{Abs: filepath.Join(dir, name), Path: name, Interest: discover.Known}
		got = append(got, parseFile(withDefaults(Options{}), formats, f))
	}
	bug := got[0].bug
	if !strings.HasPrefix(bug, "a.x: panic with a string\n") || !strings.Contains(bug, "internal/engine.parseFile") || strings.Contains(bug, "the text") {
		t.Errorf("the report of the bug: %s", bug)
	}
	if got[1].bug != "" || got[1].facts == nil {
		t.Error("the other file was not read")
	}
}

func TestAnEndedContextEndsTheRun(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Check(ctx, Options{WorkDir: t.TempDir()}); err == nil {
		t.Error("it ran to its end")
	}
}

func TestFilesOfOneFormatAreParsedTogetherAndReachNoFurtherThanTheRoot(t *testing.T) {
	dir := project(t, map[string]string{"root/a.x": "include part", "root/b.x": "", "root/parts/part": "included", "outside": "not ours"})
	var unit *input.Unit
	formats := []parsers.Format{{
		Name: "x", Known: func(path string) bool { return strings.HasSuffix(path, ".x") },
		ParseTogether: func(u *input.Unit) []*facts.Facts {
			unit = u
			return []*facts.Facts{{Sources: []*facts.Source{u.Files[0].Source}}, {}}
		},
	}}
	o := withDefaults(Options{WorkDir: dir, Roots: []string{"root"}})
	found, err := discover.Find(context.Background(), discover.Options{
		WorkDir: dir, Roots: o.Roots, Interest: func(path string) discover.Interest { return interest(formats, path) },
		Beside: func() []string { return nil },
	})
	if err != nil {
		t.Fatal(err)
	}
	var read []parsed
	for _, f := range found.Files {
		read = append(read, parseFile(o, formats, f))
	}
	if got := parseTogether(o, formats, found, read, &memory{lifted: true}); len(got) != 2 || len(unit.Files) != 2 {
		t.Fatalf("%d facts of %d files", len(got), len(unit.Files))
	}
	if in, ok := unit.Open("root/parts/part"); !ok || string(in.Data) != "included" {
		t.Error("a file below the root is not read")
	}
	if err := os.Symlink(filepath.Join(dir, "outside"), filepath.Join(dir, "root", "link")); err == nil {
		if _, ok := unit.Open("root/link"); ok {
			t.Error("a link out of the root is followed")
		}
	}
	if _, ok := unit.Open("outside"); ok {
		t.Error("a file beside the root is read")
	}
	if got := unit.Glob("root/*/p*"); !slices.Equal(got, []string{"root/parts/part"}) {
		t.Errorf("glob: %v", got)
	}
	formats[0].ParseTogether = func(*input.Unit) []*facts.Facts { panic("the text of the file") }
	for i := range read {
		read[i].together = &formats[0]
	}
	if got := parseTogether(o, formats, found, read, &memory{lifted: true}); len(got) != 1 || !strings.HasPrefix(got[0].bug, "x files: panic with a string") {
		t.Errorf("%+v", got)
	}
}

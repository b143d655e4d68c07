package report

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/rules"
)

// selected returns what a reader of the standard selects in data: lines end at the run's newline sequences, columns
// count code points, a byte order mark counts for nothing. It is written from the standard and shares no code with
// facts.Source.
func selected(data string, newlines []string, r sarifRegion) string {
	bom := ""
	if rest, ok := strings.CutPrefix(data, "\ufeff"); ok {
		bom, data = "\ufeff", rest
	}
	offset := func(line, column int) int {
		at := 0
		for ; line > 1; line-- {
			for at < len(data) {
				if n := newlineAt(data[at:], newlines); n > 0 {
					at += n
					break
				}
				at++
			}
		}
		for ; column > 1; column-- {
			_, size := utf8.DecodeRuneInString(data[at:])
			at += size
		}
		return len(bom) + at
	}
	return (bom + data)[offset(r.StartLine, r.StartColumn):offset(r.EndLine, r.EndColumn)]
}

func newlineAt(s string, newlines []string) int {
	for _, n := range newlines { // the longest stands first
		if strings.HasPrefix(s, n) {
			return len(n)
		}
	}
	return 0
}

func TestRegionsSelectTheBytesOfTheSpan(t *testing.T) {
	for _, data := range []string{
		"", "plain", "a\nb\n", "\ufeffa\r\n\tκλ\rx\r\r\n\n", "日本語\n🔑 e\u0301\r\nend", "bad \xff\xfe bytes\nκ\xce", "\n\n\n", "a\u2028b\u0085c\nd",
	} {
		s := facts.NewSource("x", []byte(data))
		var findings []*rules.Finding
		begin := len(data) - len(strings.TrimPrefix(data, "\ufeff"))
		for start := begin; start <= len(data); start++ {
			for end := start; end <= len(data); end++ {
				if boundary(data, start) && boundary(data, end) {
					findings = append(findings, finding(verifyDisabled, facts.Span{Source: s, Start: start, End: end}, "x"))
				}
			}
		}
		var log sarifLog
		if err := json.Unmarshal(write(t, resultOf(findings, nil), SARIF), &log); err != nil {
			t.Fatal(err)
		}
		if log.Runs[0].ColumnKind != "unicodeCodePoints" {
			t.Fatal("columns are counted otherwise")
		}
		for i, result := range log.Runs[0].Results {
			span, region := findings[i].Span, *result.Locations[0].Physical.Region
			if got, want := selected(data, log.Runs[0].NewlineSequences, region), data[span.Start:span.End]; got != want {
				t.Errorf("%q [%d:%d]: %+v selects %q, want %q", data, span.Start, span.End, region, got, want)
			}
			if region.Snippet != nil && region.Snippet.Text != strings.ToValidUTF8(data[span.Start:span.End], "\ufffd") &&
				utf8.ValidString(data) {
				t.Errorf("%q: snippet %q", data[span.Start:span.End], region.Snippet.Text)
			}
		}
	}
}

// boundary reports whether a character begins at i, and no line ending is split there.
func boundary(data string, i int) bool {
	at := 0
	for at < i {
		if strings.HasPrefix(data[at:], "\r\n") {
			at += 2
			continue
		}
		_, size := utf8.DecodeRuneInString(data[at:])
		at += size
	}
	return at == i
}

func TestFileURIs(t *testing.T) {
	s := &sarifWriter{result: &Result{Root: "/srv/tree"}}
	for path, want := range map[string]sarifArtifact{
		"a/b.json":           {URI: "a/b.json", URIBaseID: sourceRoot},
		"./a//b.json":        {URI: "a/b.json", URIBaseID: sourceRoot},
		"a b/ü#%?.json":      {URI: "a%20b/%C3%BC%23%25%3F.json", URIBaseID: sourceRoot},
		"a\nb\xff":           {URI: "a%0Ab%FF", URIBaseID: sourceRoot},
		"x:y/z":              {URI: "x%3Ay/z", URIBaseID: sourceRoot},
		"/srv/tree/a b":      {URI: "a%20b", URIBaseID: sourceRoot},
		"/srv/treetop/a":     {URI: "file:///srv/treetop/a"},
		"../other/a":         {URI: "file:///srv/other/a"},
		"/etc/x y":           {URI: "file:///etc/x%20y"},
		"C:/Users/x/a.json":  {URI: "file:///C:/Users/x/a.json"},
		"//host/share/a.txt": {URI: "file://host/share/a.txt"},
	} {
		if got := s.artifact(path); got != want {
			t.Errorf("%q: got %+v, want %+v", path, got, want)
		}
	}
	for remote, want := range map[string]string{
		"":                                    "",
		"/srv/git/x.git":                      "",
		"../x":                                "",
		"C:/x":                                "",
		"file:///srv/x":                       "",
		"https://u:p@example.com/o/r.git?t=x": "https://example.com/o/r.git",
		"git@github.com:o/r.git":              "ssh://github.com/o/r.git",
		"ssh://git@example.com:2222/o/r.git":  "ssh://example.com:2222/o/r.git",
		"https://example.com/o r":             "https://example.com/o%20r",
	} {
		if got := repositoryURI(remote); got != want {
			t.Errorf("%q: got %q, want %q", remote, got, want)
		}
	}
}

func TestOnlyTheLightestResultsAreLeftOut(t *testing.T) {
	data := "x\n"
	s := facts.NewSource("x", []byte(data))
	var list []*rules.Finding
	for i := range maxResults + 10 {
		f := finding(verifyDisabled, s.All(), "m")
		f.Severity = []rules.Severity{rules.Note, rules.Error, rules.Warning}[i%3]
		list = append(list, f)
	}
	kept := worst(list, maxResults)
	var count [rules.Error + 1]int
	for _, f := range kept {
		count[f.Severity]++
	}
	var all [rules.Error + 1]int
	for _, f := range list {
		all[f.Severity]++
	}
	all[rules.Note] -= 10
	if len(kept) != maxResults || count != all || kept[0] != list[0] {
		t.Errorf("kept %d: %v", len(kept), count)
	}
	out := write(t, resultOf(list, nil), SARIF)
	if !bytes.Contains(out, []byte(`"10 results of the lowest severity were left out`)) {
		t.Error("nothing says that results were left out")
	}
	if err := validate(t, sarifSchema(t), out); err != nil {
		t.Error(err)
	}
}

func TestSuppressionsFollowTheState(t *testing.T) {
	for state, want := range map[rules.State]string{rules.Open: "", rules.Accepted: "external", rules.Ignored: "inSource", rules.Baseline: "external"} {
		got := ""
		for _, s := range suppressions(state, &rules.Acceptance{Reason: "because"}) {
			got = s.Kind
		}
		if got != want {
			t.Errorf("%s: got %q, want %q", state, got, want)
		}
	}
}

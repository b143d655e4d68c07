package report

import (
	"bytes"
	"io"
	"strings"
	"testing"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/rules"
)

// A credential that was masked shows in no format, whichever span a finding, a problem or a fact has.
func TestNoWriterShowsAMaskedCredential(t *testing.T) {
	data := "{\n  \"first\": \"" + marker + "\",\n  \"k\": 1, \"second\": \"" + marker + "\", \"url\": \"https://u:" + marker + "@example.com\"\n}\n"
	s := facts.NewSource(".mcp.json", []byte(data))
	for at := strings.Index(data, marker); at >= 0; {
		s.Mask(at, at+len(marker), facts.Hint(marker))
		next := strings.Index(data[at+1:], marker)
		if next < 0 {
			break
		}
		at += 1 + next
	}
	var list []*rules.Finding
	var problems []*facts.Problem
	for start := 0; start < len(data); start += 3 {
		for _, end := range []int{start, start + 5, start + 50, len(data)} {
			span := facts.Span{Source: s, Start: start, End: min(end, len(data))}
			f := finding(verifyDisabled, span, "in "+span.Text()).At(span.Text()).RelatedAt(s.All(), "all")
			list = append(list, f)
			problems = append(problems, &facts.Problem{Span: span, Kind: facts.HostRefuses, Message: "x"})
		}
	}
	r := resultOf(list, problems)
	r.Revision = func() (remote, commit string) { return "https://x:" + marker + "@example.com/o/r.git", "0123" }
	writers := map[string]func(io.Writer, *Result) error{
		"text": text(TextOptions{}), "color": text(TextOptions{Color: true}), "json": JSON, "sarif": SARIF,
		"github": below(GitHub, ""), "summary": GitHubSummary, "gitlab": below(GitLab, ""), "junit": JUnit,
		"facts text": printFacts("text", factsSample(t)), "facts json": printFacts("json", factsSample(t)),
	}
	for name, writer := range writers {
		out := write(t, r, writer)
		for i := 4; i+8 <= len(marker); i++ { // the hint of four characters may be seen, no eight others
			if bytes.Contains(out, []byte(marker[i:i+8])) {
				t.Errorf("%s shows %s", name, marker[i:i+8])
				break
			}
		}
	}
}

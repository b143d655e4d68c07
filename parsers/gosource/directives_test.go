package gosource

import (
	"fmt"
	"strings"
	"testing"
)

func TestDirectivesCoverWhatTheyStandInOrAbove(t *testing.T) {
	const text = `// wirevet:ignore whole-file -- the file

package a

// wirevet:ignore above-func -- a
// reason in two lines
func f() {
	x := g(1, // wirevet:ignore first-line -- b
		2)
	y := T{
		Field: true, // wirevet:ignore field -- c
		Other: false,
	} // wirevet:ignore end -- d

	// wirevet:ignore above-statement -- e
	g(x, y)
	/* wirevet:ignore nothing -- f */

}

// wirevet:ignore no reason
`
	for _, text := range []string{text, strings.ReplaceAll(text, "\n", "\r\n")} {
		got := map[string]string{}
		for _, f := range load(t, map[string]string{"a.go": text}) {
			for _, d := range f.Directives {
				covers := strings.Join(strings.Fields(d.Covers.Text()), " ")
				got[d.Rules[0].ID] = fmt.Sprintf("%.24s|%s", covers, d.Reason)
				if !strings.HasPrefix(d.Span.Text(), "/") || strings.HasSuffix(d.Span.Text(), "\r") {
					t.Errorf("the comment is %q", d.Span.Text())
				}
			}
		}
		for id, want := range map[string]string{
			"whole-file": "package a // wirevet:ign|the file", "above-func": "func f() { x := g(1, // |a",
			"first-line": "x := g(1, // wirevet:ign|b", "field": "Field: true|c", "end": "y := T{ Field: true, // |d",
			"above-statement": "g(x, y)|e", "nothing": "|f", "no": "|",
		} {
			if got[id] != want {
				t.Errorf("%s: %q, not %q", id, got[id], want)
			}
		}
	}
}

func TestTokensAreMaskedInEveryFile(t *testing.T) {
	token := "gh" + "p_" + "x7Kq2mVbR9TnW4sLd8YhJc3ZfPa6QeUg1oNi"
	all := load(t, map[string]string{"a/a_test.go": "package a\n\n// " + token + "\nvar x = \"" + token + "\"\n"})
	for _, f := range all {
		for _, s := range f.Sources {
			if text := s.All().Text(); strings.Contains(text, token) || !strings.Contains(text, "ghp_***") {
				t.Error(text)
			}
		}
	}
}

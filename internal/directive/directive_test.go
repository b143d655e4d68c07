package directive

import (
	"strings"
	"testing"

	"github.com/wirevet/wirevet/facts"
)

func read(text string) *facts.Directive {
	src := facts.NewSource("x", []byte(text))
	return Read(src.All(), []byte(text), src.All)
}

func TestDirectivesInEveryCommentSyntax(t *testing.T) {
	for _, comment := range []string{
		"// wirevet:ignore a-b, c-d -- a reason", "# wirevet:ignore a-b c-d -- a reason", "#wirevet:ignore a-b,c-d --  a reason \r",
		"/* wirevet:ignore a-b, c-d -- a reason */", "/*\n * wirevet:ignore a-b, c-d -- a reason\n * and more\n */",
		"; wirevet:ignore a-b c-d -- a reason", "<!-- wirevet:ignore a-b c-d -- a reason -->",
	} {
		d := read(comment)
		if d == nil || d.Fault != "" || d.Reason != "a reason" || len(d.Rules) != 2 {
			t.Errorf("%q: %+v", comment, d)
			continue
		}
		if d.Rules[0].ID != "a-b" || d.Rules[1].ID != "c-d" || d.Rules[1].Span.Text() != "c-d" || d.Span.Text() != comment || d.Covers.IsZero() {
			t.Errorf("%q: %+v", comment, d)
		}
	}
}

func TestWhatWasMeantAsADirectiveHasAFault(t *testing.T) {
	for comment, fault := range map[string]string{
		"// wirevet:ignore a-b":                  "no reason",
		"// wirevet:ignore a-b --":               "no reason",
		"// wirevet:ignore a-b --   ":            "no reason",
		"// wirevet:ignore a-b a reason":         "no reason",
		"// wirevet:ignore":                      "no rule",
		"// wirevet:ignore -- a reason":          "no rule",
		"// wirevet:ignroe a-b -- a reason":      "not written",
		"// wirevet:ignored a-b -- a reason":     "not written",
		"// wirevet:disable a-b -- a reason":     "not written",
		"// WireVet:Ignore a-b -- a reason":      "not written",
		"# wirevet: ignore a-b -- a reason":      "not written",
		"# wirevet ignore a-b -- a reason":       "not written",
		"# wirevet-ignore: a-b":                  "not written",
		"# see wirevet:ignore a-b -- a reason":   "not written",
		"# nosec wirevet:ignore a-b -- a reason": "not written",
	} {
		d := read(comment)
		if d == nil || !strings.Contains(d.Fault, fault) {
			t.Errorf("%q: %+v", comment, d)
		}
	}
}

func TestOtherCommentsAreNoDirectives(t *testing.T) {
	for _, comment := range []string{
		"// wirevet ignores this file", "# checked by wirevet: see the handbook", "# https://wirevet:x@example.com", "// wirevet", "// wirevet:",
		"# mywirevet:ignore x -- y", "//", "", "# github.com/wirevet/wirevet:latest", "# lint with wirevet -- ignore the rest",
	} {
		if d := read(comment); d != nil {
			t.Errorf("%q: %+v", comment, d)
		}
	}
}

func TestTheReasonHidesWhatTheFileHides(t *testing.T) {
	text := "# wirevet:ignore a-b -- the key hunter2hunter2 is revoked"
	src := facts.NewSource("x", []byte(text))
	at := strings.Index(text, "hunter2")
	src.Mask(at, at+14, 0)
	if d := Read(src.All(), []byte(text), src.All); d == nil || d.Reason != "the key ************** is revoked" {
		t.Errorf("%+v", d)
	}
}

func FuzzRead(f *testing.F) {
	for _, s := range []string{"// wirevet:ignore a -- b", "/* wirevet:ignore\n a -- b */", "# wirevet: ignore é -- ü", "wirevet:ignore  -- "} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		d := read(text)
		if d == nil {
			return
		}
		for _, r := range d.Rules {
			if r.Span.Text() != r.ID {
				t.Errorf("%q: the rule %q is at %q", text, r.ID, r.Span.Text())
			}
		}
		if d.Fault == "" && (len(d.Rules) == 0 || strings.TrimSpace(d.Reason) == "") {
			t.Errorf("%q: %+v", text, d)
		}
	})
}

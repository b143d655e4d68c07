package dockerfile_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/internal/link"
	"github.com/wirevet/wirevet/parsers/dockerfile"
)

var update = flag.Bool("update", false, "rewrite the facts in testdata; read the difference line by line")

// token is a credential that exists only while a test runs.
var token = "gh" + "p_" + "x7Kq2mVbR9TnW4sLd8YhJc3ZfPa6QeUg1oNi"

// TestFactsOfDockerfiles holds whole files against the facts that come out, after link. In the files \r stands for a carriage
// return, \ufeff for a byte order mark, and @ghp@ for a token.
func TestFactsOfDockerfiles(t *testing.T) {
	names, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(names) < 8 {
		t.Fatalf("%d files: %v", len(names), err)
	}
	for _, name := range names {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(name)
			if err != nil {
				t.Fatal(err)
			}
			var all []*facts.Facts
			want, at := "", -1
			for i, f := range archive.Files {
				if f.Name == "facts" {
					want, at = string(f.Data), i
					continue
				}
				text := strings.NewReplacer(`\r`+"\n", "\r\n", `\ufeff`, "\ufeff", "@ghp@", token).Replace(string(f.Data))
				all = append(all, dockerfile.Parse(facts.NewSource(f.Name, []byte(text)), []byte(text)))
			}
			got := printed(link.Link(all))
			if strings.Contains(got, token[8:16]) {
				t.Error("a credential is shown")
			}
			if *update {
				if at < 0 {
					archive.Files, at = append(archive.Files, txtar.File{Name: "facts"}), len(archive.Files)
				}
				archive.Files[at].Data = []byte(got)
				if err := os.WriteFile(name, txtar.Format(archive), 0o600); err != nil {
					t.Fatal(err)
				}
				return
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("facts differ (-want +got):\n%s", diff)
			}
		})
	}
}

func printed(s *facts.System) string {
	var b strings.Builder
	for _, i := range s.Builds {
		base := "nothing known"
		if i.Base != nil {
			base = i.Base.Name + ":" + i.Base.Tag + ", " + i.Base.Pin.String()
		}
		fmt.Fprintf(&b, "%s: image of target %q, last %v, on %s, %s, block %s\n", place(i.Span), i.Target, i.Last, base, i.Entry.Relevance, place(i.Entry.Block))
		fmt.Fprintf(&b, "  user %s, drops %s\n", account(i.Process.User), value(i.Process.Drops))
		if l := i.Starts; l != nil {
			fmt.Fprintf(&b, "  starts %s at %s", l.Program, place(l.Command))
			for _, a := range l.Args {
				fmt.Fprintf(&b, " %q", a.Text())
			}
			for _, s := range l.Risks().Shells {
				fmt.Fprintf(&b, " by %s at %s, %d values", s.Name, place(s.Span), len(s.Interpolated))
			}
			b.WriteByte('\n')
		}
		for _, p := range i.Exposed {
			fmt.Fprintf(&b, "  exposes %s at %s\n", p.Container, place(p.Span))
		}
		if len(i.GoMains)+len(i.Labels) > 0 {
			fmt.Fprintf(&b, "  mains %q labels %v\n", i.GoMains, i.Labels)
		}
		for _, c := range i.Copies {
			fmt.Fprintf(&b, "  copies %s at %s\n", value(c), place(c.Span))
		}
	}
	for _, l := range s.Launches {
		for _, v := range l.Environment.Variables {
			fmt.Fprintf(&b, "%s: variable %s = %q\n", place(v.Value), v.Name, v.Value.Text())
		}
	}
	for _, c := range s.Credentials {
		fmt.Fprintf(&b, "%s: credential %s of %s, literal %v, %q, %s, %s\n", place(c.Span), c.Name, c.Entry.Component, c.Literal, c.Kind, c.Carrier, c.Confidence)
	}
	for _, p := range s.TLS {
		fmt.Fprintf(&b, "%s: %s of %s: %s, for %s\n", place(p.Span), p.Setting, p.Subject, value(p.Verify), p.Purpose)
	}
	for _, d := range s.Directives {
		fmt.Fprintf(&b, "%s: directive covers %s\n", place(d.Span), place(d.Covers))
	}
	for _, p := range s.Problems {
		fmt.Fprintf(&b, "%s: %s: %s\n", place(p.Span), p.Kind, p.Message)
	}
	return b.String()
}

func account(s facts.Stated[facts.Account]) string {
	text := value(s)
	if s.Known() && s.State == facts.Explicit {
		text += " at " + place(s.Span)
	}
	if s.State == facts.Inherited {
		text += " at " + place(s.Span)
	}
	return text
}

// value writes a value with how it is known: [d] by default, [i PLACE] taking effect there, ? unresolved.
func value[T any](s facts.Stated[T]) string {
	switch s.State {
	case facts.Unset:
		return "-"
	case facts.Unresolved:
		return fmt.Sprintf("?(%s %s)", s.Why.Reason, place(s.Span))
	case facts.Default:
		return fmt.Sprintf("%v[d]", s.Value)
	case facts.Inherited:
		return fmt.Sprintf("%v[i %s]", s.Value, place(s.Why.Effect))
	}
	return fmt.Sprint(s.Value)
}

func place(s facts.Span) string {
	if s.IsZero() {
		return "nowhere"
	}
	a, b := s.Begin(), s.Finish()
	if a.Line == b.Line {
		return fmt.Sprintf("%s:%d:%d-%d", s.Source.Path, a.Line, a.Column, b.Column)
	}
	return fmt.Sprintf("%s:%d:%d-%d:%d", s.Source.Path, a.Line, a.Column, b.Line, b.Column)
}

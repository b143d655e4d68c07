package dockerfile_test

import (
	"flag"
	"fmt"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/internal/goldenfacts"
	"github.com/wirevet/wirevet/internal/link"
	"github.com/wirevet/wirevet/parsers/dockerfile"
)

var update = flag.Bool("update", false, "rewrite the facts in testdata; read the difference line by line")

// token is a credential that exists only while a test runs.
var token = "gh" + "p_" + "x7Kq2mVbR9TnW4sLd8YhJc3ZfPa6QeUg1oNi"

// TestFactsOfDockerfiles holds whole files against the facts that come out, after link. In the files \r stands for a carriage
// return, \ufeff for a byte order mark, and @ghp@ for a token.
func TestFactsOfDockerfiles(t *testing.T) {
	goldenfacts.Archives(t, 8, update, func(t *testing.T, files []txtar.File) string {
		var all []*facts.Facts
		for _, f := range files {
			text := strings.NewReplacer(`\r`+"\n", "\r\n", `\ufeff`, "\ufeff", "@ghp@", token).Replace(string(f.Data))
			all = append(all, dockerfile.Parse(facts.NewSource(f.Name, []byte(text)), []byte(text)))
		}
		got := printed(link.Link(all))
		if strings.Contains(got, token[8:16]) {
			t.Error("a credential is shown")
		}
		return got
	})
}

func printed(s *facts.System) string {
	var b strings.Builder
	for _, i := range s.Builds {
		base := "nothing known"
		if i.Base != nil {
			base = i.Base.Name + ":" + i.Base.Tag + ", " + i.Base.Pin.String()
		}
		fmt.Fprintf(&b, "%s: image of target %q, last %v, on %s, %s, block %s\n", goldenfacts.Place(i.Span), i.Target, i.Last, base, i.Entry.Relevance, goldenfacts.Place(i.Entry.Block))
		fmt.Fprintf(&b, "  user %s, drops %s\n", account(i.Process.User), value(i.Process.Drops))
		if l := i.Starts; l != nil {
			fmt.Fprintf(&b, "  starts %s at %s", l.Program, goldenfacts.Place(l.Command))
			for _, a := range l.Args {
				fmt.Fprintf(&b, " %q", a.Text())
			}
			for _, s := range l.Shells {
				fmt.Fprintf(&b, " by %s at %s, %d values", s.Name, goldenfacts.Place(s.Span), len(s.Interpolated))
			}
			b.WriteByte('\n')
		}
		for _, p := range i.Exposed {
			fmt.Fprintf(&b, "  exposes %s at %s\n", p.Container, goldenfacts.Place(p.Span))
		}
		if len(i.GoMains)+len(i.Labels) > 0 {
			fmt.Fprintf(&b, "  mains %q labels %v\n", i.GoMains, i.Labels)
		}
		if i.Go.Known() {
			fmt.Fprintf(&b, "  built with Go %s at %s\n", i.Go.Value, goldenfacts.Place(i.Go.Span))
		}
		for _, c := range i.Copies {
			fmt.Fprintf(&b, "  copies %s at %s\n", value(c), goldenfacts.Place(c.Span))
		}
	}
	for _, l := range s.Launches {
		for _, d := range l.Environment.GoDebug {
			fmt.Fprintf(&b, "GODEBUG %q=%q at %s\n", d.Key, d.Value, goldenfacts.Place(d.Span))
		}
		for _, v := range l.Environment.Variables {
			fmt.Fprintf(&b, "%s: variable %s = %q\n", goldenfacts.Place(v.Value), v.Name, v.Value.Text())
		}
	}
	for _, c := range s.Credentials {
		fmt.Fprintf(&b, "%s: credential %s of %s, literal %v, %q, %s, %s\n", goldenfacts.Place(c.Span), c.Name, c.Entry.Component, c.Literal, c.Kind, c.Carrier, c.Confidence)
	}
	for _, p := range s.TLS {
		fmt.Fprintf(&b, "%s: %s of %s: %s, for %s\n", goldenfacts.Place(p.Span), p.Setting, p.Subject, value(p.Verify), p.Purpose)
	}
	for _, d := range s.Directives {
		fmt.Fprintf(&b, "%s: directive covers %s\n", goldenfacts.Place(d.Span), goldenfacts.Place(d.Covers))
	}
	for _, p := range s.Problems {
		fmt.Fprintf(&b, "%s: %s: %s\n", goldenfacts.Place(p.Span), p.Kind, p.Message)
	}
	return b.String()
}

func account(s facts.Stated[facts.Account]) string {
	text := value(s)
	if s.Known() && s.State == facts.Explicit {
		text += " at " + goldenfacts.Place(s.Span)
	}
	if s.State == facts.Inherited {
		text += " at " + goldenfacts.Place(s.Span)
	}
	return text
}

// value writes a value with how it is known: [d] by default, [i PLACE] taking effect there, ? unresolved.
func value[T any](s facts.Stated[T]) string {
	switch s.State {
	case facts.Unset:
		return "-"
	case facts.Unresolved:
		return fmt.Sprintf("?(%s %s)", s.Why.Reason, goldenfacts.Place(s.Span))
	case facts.Default:
		return fmt.Sprintf("%v[d]", s.Value)
	case facts.Inherited:
		return fmt.Sprintf("%v[i %s]", s.Value, goldenfacts.Place(s.Why.Effect))
	}
	return fmt.Sprint(s.Value)
}

package systemd_test

import (
	"flag"
	"fmt"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/internal/goldenfacts"
	"github.com/wirevet/wirevet/internal/link"
	"github.com/wirevet/wirevet/parsers/systemd"
)

var update = flag.Bool("update", false, "rewrite the facts in testdata; read the difference line by line")

// secretMark stands for a credential in testdata: no text of the repository looks like one.
var secretMark = strings.NewReplacer("@random32@", "q8Zr4Lw1"+"Xc6Vb3Nm"+"0Kj7Hg2F"+"d5Sa9PoT")

// TestFactsOfUnits holds unit files against the facts that come out, after link.
func TestFactsOfUnits(t *testing.T) {
	goldenfacts.Archives(t, 1, update, func(_ *testing.T, files []txtar.File) string {
		var all []*facts.Facts
		for _, f := range files {
			data := []byte(secretMark.Replace(string(f.Data)))
			all = append(all, systemd.Parse(facts.NewSource(f.Name, data), data))
		}
		return printed(link.Link(all))
	})
}

// printed writes the facts that decide, one a line.
func printed(s *facts.System) string {
	var b strings.Builder
	for _, w := range s.Workloads {
		fmt.Fprintf(&b, "%s: %s, %s; user %q root %v %s", place(w.Span), w.Title, w.Entry.Relevance, w.User.Value.Name, w.User.Value.Root, w.User.State)
		if w.Sandbox.Known() {
			fmt.Fprintf(&b, "; behind %s", w.Sandbox.Value)
		}
		b.WriteByte('\n')
		for _, c := range w.Confinement {
			fmt.Fprintf(&b, "  %s %v %s\n", c.Name, c.On, place(c.Span))
		}
		for _, c := range w.CapAdd {
			fmt.Fprintf(&b, "  adds %s %s\n", c.Value, place(c.Span))
		}
	}
	for _, l := range s.Launches {
		fmt.Fprintf(&b, "%s: starts %q with %d arguments, %d variables, files %d\n", place(l.Command), l.Program, len(l.Args), len(l.Environment.Variables), len(l.Environment.Files))
		for _, p := range l.Packages {
			fmt.Fprintf(&b, "  package %s %s\n", p.Name, place(p.Span))
		}
	}
	for _, l := range s.Listeners {
		fmt.Fprintf(&b, "%s: listens on %s\n", place(l.Span), l.Address.Value)
	}
	for _, k := range s.Credentials {
		fmt.Fprintf(&b, "%s: credential %s literal %v\n", place(k.Span), k.Name, k.Literal)
	}
	for _, d := range s.Directives {
		fmt.Fprintf(&b, "%s: covers %s\n", place(d.Span), place(d.Covers))
	}
	return b.String()
}

func place(s facts.Span) string {
	if s.IsZero() {
		return "-"
	}
	text := strings.Join(strings.Fields(s.Text()), " ")
	if len(text) > 30 {
		text = text[:30] + "…"
	}
	return fmt.Sprintf("%s:%d:%d %s", s.Source.Path, s.Begin().Line, s.Begin().Column, text)
}

package compose_test

import (
	"flag"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/internal/goldenfacts"
	"github.com/wirevet/wirevet/internal/link"
	"github.com/wirevet/wirevet/parsers/compose"
	"github.com/wirevet/wirevet/parsers/input"
)

var update = flag.Bool("update", false, "rewrite the facts in testdata; read the difference line by line")

// token is a credential that exists only while a test runs.
var token = "gh" + "p_" + "x7Kq2mVbR9TnW4sLd8YhJc3ZfPa6QeUg1oNi"

// TestFactsOfProjects holds whole projects against the facts that come out, after link. In the files @ghp@ stands for a token.
func TestFactsOfProjects(t *testing.T) {
	goldenfacts.Archives(t, 8, update, func(t *testing.T, files []txtar.File) string {
		var u input.Unit
		all := map[string]input.File{}
		for _, f := range files {
			text := []byte(strings.NewReplacer(`\r`+"\n", "\r\n", "@ghp@", token).Replace(string(f.Data)))
			file := input.File{Source: facts.NewSource(f.Name, text), Data: text}
			all[f.Name] = file
			if compose.KnownPath(f.Name) {
				u.Files = append(u.Files, file)
			}
		}
		slices.SortFunc(u.Files, func(a, b input.File) int { return strings.Compare(a.Source.Path, b.Source.Path) })
		u.Open = func(path string) (input.File, bool) { f, ok := all[path]; return f, ok }
		got := printed(link.Link(compose.Parse(&u, nil)))
		if strings.Contains(got, token[8:16]) {
			t.Error("a credential is shown")
		}
		return got
	})
}

func printed(s *facts.System) string {
	var b strings.Builder
	for _, v := range s.Services {
		w := v.Workloads[0]
		fmt.Fprintf(&b, "%s: %s of %s in %s, %s, named %q, block %s\n", goldenfacts.Place(v.Span), v.Entry.Component, v.Entry.Deployment.Name, v.Entry.Deployment.Dir, v.Entry.Relevance, v.Names, goldenfacts.Place(v.Entry.Block))
		if i := w.Container.Image; i != nil {
			fmt.Fprintf(&b, "  image %s:%s, %s at %s\n", i.Name, i.Tag, i.Pin, goldenfacts.Place(i.Span))
		}
		if r := w.Deployed.Image; r != nil {
			fmt.Fprintf(&b, "  built from %s %s %s at %s\n", r.Context, r.Dockerfile, r.Target, goldenfacts.Place(r.Span))
		}
		line(&b, "user", w.User)
		line(&b, "privileged", w.Container.Privileged)
		line(&b, "read-only", w.Deployed.ReadOnlyRoot)
		line(&b, "root mapped", w.Container.RootMapped)
		for _, c := range w.CapAdd {
			line(&b, "adds", c)
		}
		for _, c := range w.CapDrop {
			line(&b, "drops", c)
		}
		for _, c := range w.Confinement {
			fmt.Fprintf(&b, "  %s %v at %s\n", c.Name, c.On, goldenfacts.Place(c.Span))
		}
		for _, n := range w.Container.Namespaces {
			fmt.Fprintf(&b, "  shares %s with %s at %s\n", n.Kind, n.With, goldenfacts.Place(n.Span))
		}
		for _, k := range w.Sockets {
			fmt.Fprintf(&b, "  socket %s at %s\n", k.Path, goldenfacts.Place(k.Span))
		}
		for _, p := range w.Container.Ports {
			fmt.Fprintf(&b, "  publishes %q:%q:%q, %s at %s\n", p.Address, p.Host, p.Container, p.Exposure, goldenfacts.Place(p.Span))
		}
		for _, p := range w.Deployed.Listens {
			fmt.Fprintf(&b, "  listens on %s\n", p.Port)
		}
		if l := w.Deployed.Starts; !l.Command.IsZero() {
			fmt.Fprintf(&b, "  starts %s at %s, %d arguments, %d shells\n", l.Program, goldenfacts.Place(l.Command), len(l.Args), len(l.Shells))
		}
		for _, e := range w.Deployed.Environment.Variables {
			fmt.Fprintf(&b, "  variable %s = %q at %s\n", e.Name, e.Value.Text(), goldenfacts.Place(e.Value))
		}
		for _, f := range w.Deployed.Environment.Files {
			line(&b, "variables of", f)
		}
		if len(w.Deployed.Labels) > 0 {
			fmt.Fprintf(&b, "  labels %v\n", w.Deployed.Labels)
		}
	}
	for _, r := range s.Roots {
		fmt.Fprintf(&b, "%s: root %q of %s, %s, %s %s\n", goldenfacts.Place(r.Span), r.Path, r.Entry.Component, value(r.Access), r.Unresolved, r.Confidence)
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

func line[T any](b *strings.Builder, name string, s facts.Stated[T]) {
	if s.State != facts.Unset {
		fmt.Fprintf(b, "  %s %s at %s\n", name, value(s), goldenfacts.Place(s.Span))
	}
}

// value writes a value with how it is known: [d] by default, [i PLACE] taking effect there, ? unresolved.
func value[T any](s facts.Stated[T]) string {
	switch s.State {
	case facts.Unset:
		return "-"
	case facts.Unresolved:
		return fmt.Sprintf("?(%s)", s.Why.Reason)
	case facts.Default:
		return fmt.Sprintf("%v[d]", s.Value)
	case facts.Inherited:
		return fmt.Sprintf("%v[i %s]", s.Value, goldenfacts.Place(s.Why.Effect))
	}
	return fmt.Sprint(s.Value)
}

package compose_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/internal/link"
	"github.com/wirevet/wirevet/parsers/compose"
	"github.com/wirevet/wirevet/parsers/input"
)

var update = flag.Bool("update", false, "rewrite the facts in testdata; read the difference line by line")

// token is a credential that exists only while a test runs.
var token = "gh" + "p_" + "x7Kq2mVbR9TnW4sLd8YhJc3ZfPa6QeUg1oNi"

// TestFactsOfProjects holds whole projects against the facts that come out, after link. In the files @ghp@ stands for a token.
func TestFactsOfProjects(t *testing.T) {
	names, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(names) < 8 {
		t.Fatalf("%d projects: %v", len(names), err)
	}
	for _, name := range names {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(name)
			if err != nil {
				t.Fatal(err)
			}
			var u input.Unit
			others := map[string]input.File{}
			want, at := "", -1
			for i, f := range archive.Files {
				if f.Name == "facts" {
					want, at = string(f.Data), i
					continue
				}
				text := []byte(strings.NewReplacer(`\r`+"\n", "\r\n", "@ghp@", token).Replace(string(f.Data)))
				file := input.File{Source: facts.NewSource(f.Name, text), Data: text}
				others[f.Name] = file
				if compose.KnownPath(f.Name) {
					u.Files = append(u.Files, file)
				}
			}
			slices.SortFunc(u.Files, func(a, b input.File) int { return strings.Compare(a.Source.Path, b.Source.Path) })
			u.Open = func(path string) (input.File, bool) { f, ok := others[path]; return f, ok }
			got := printed(link.Link(compose.Parse(&u)))
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
	for _, v := range s.Services {
		w := v.Workloads[0]
		fmt.Fprintf(&b, "%s: %s of %s in %s, %s, named %q, block %s\n", place(v.Span), v.Entry.Component, v.Entry.Deployment.Name, v.Entry.Deployment.Dir, v.Entry.Relevance, v.Names, place(v.Entry.Block))
		if i := w.Container.Image; i != nil {
			fmt.Fprintf(&b, "  image %s:%s, %s at %s\n", i.Name, i.Tag, i.Pin, place(i.Span))
		}
		if r := w.Deployed.Image; r != nil {
			fmt.Fprintf(&b, "  built from %s %s %s at %s\n", r.Context, r.Dockerfile, r.Target, place(r.Span))
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
			fmt.Fprintf(&b, "  %s %v at %s\n", c.Name, c.On, place(c.Span))
		}
		for _, n := range w.Container.Namespaces {
			fmt.Fprintf(&b, "  shares %s with %s at %s\n", n.Kind, n.With, place(n.Span))
		}
		for _, k := range w.Sockets {
			fmt.Fprintf(&b, "  socket %s at %s\n", k.Path, place(k.Span))
		}
		for _, p := range w.Container.Ports {
			fmt.Fprintf(&b, "  publishes %q:%q:%q, %s at %s\n", p.Address, p.Host, p.Container, p.Exposure, place(p.Span))
		}
		for _, p := range w.Deployed.Listens {
			fmt.Fprintf(&b, "  listens on %s\n", p.Port)
		}
		if l := w.Deployed.Starts; !l.Command.IsZero() {
			fmt.Fprintf(&b, "  starts %s at %s, %d arguments, %d shells\n", l.Program, place(l.Command), len(l.Args), len(l.Risks().Shells))
		}
		for _, e := range w.Deployed.Environment.Variables {
			fmt.Fprintf(&b, "  variable %s = %q at %s\n", e.Name, e.Value.Text(), place(e.Value))
		}
		for _, f := range w.Deployed.Environment.Files {
			line(&b, "variables of", f)
		}
		if len(w.Deployed.Labels) > 0 {
			fmt.Fprintf(&b, "  labels %v\n", w.Deployed.Labels)
		}
	}
	for _, r := range s.Roots {
		fmt.Fprintf(&b, "%s: root %q of %s, %s, %s %s\n", place(r.Span), r.Path, r.Entry.Component, value(r.Access), r.Unresolved, r.Confidence)
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

func line[T any](b *strings.Builder, name string, s facts.Stated[T]) {
	if s.State != facts.Unset {
		fmt.Fprintf(b, "  %s %s at %s\n", name, value(s), place(s.Span))
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

package devcontainer_test

import (
	"flag"
	"fmt"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/internal/goldenfacts"
	"github.com/wirevet/wirevet/parsers/devcontainer"
)

var update = flag.Bool("update", false, "rewrite the facts in testdata; read the difference line by line")

// token is a credential that exists only while a test runs.
var token = "gh" + "p_" + "x7Kq2mVbR9TnW4sLd8YhJc3ZfPa6QeUg1oNi"

// TestFactsOfDevContainers holds files against the facts that come out. In them @ghp@ stands for a token.
func TestFactsOfDevContainers(t *testing.T) {
	goldenfacts.Archives(t, 6, update, func(t *testing.T, files []txtar.File) string {
		var b strings.Builder
		for _, f := range files {
			if !devcontainer.KnownPath(f.Name) {
				t.Errorf("%s is no place of a dev container", f.Name)
			}
			data := []byte(strings.ReplaceAll(string(f.Data), "@ghp@", token))
			out := &facts.Facts{}
			devcontainer.Parse(facts.NewSource(f.Name, data), data, out)
			fmt.Fprintf(&b, "# %s\n%s", f.Name, printed(out))
		}
		if strings.Contains(b.String(), token[8:16]) {
			t.Error("a credential is shown")
		}
		return b.String()
	})
}

func printed(f *facts.Facts) string {
	var b strings.Builder
	at := func(s facts.Span) string { return goldenfacts.Place(s) + " " + s.Text() }
	for _, w := range f.Workloads {
		fmt.Fprintf(&b, "%s of %s, for %s, at %s\n", w.Title, w.Entry.Deployment.Kind, w.Entry.Deployment.Dir, at(w.Span))
		if i := w.Container.Image; i != nil {
			fmt.Fprintf(&b, "  image %s:%s, %s\n", i.Name, i.Tag, i.Pin)
		}
		if w.User.State != facts.Unset {
			fmt.Fprintf(&b, "  user %q, root %v, %s, at %s\n", w.User.Value.Name, w.User.Value.Root, w.User.State, at(w.User.Span))
		}
		if p := w.Container.Privileged; p.Known() {
			fmt.Fprintf(&b, "  privileged %v, %s, at %s\n", p.Value, p.State, at(p.Span))
		}
		if w.Container.RootMapped.Known() {
			fmt.Fprintf(&b, "  root mapped at %s\n", at(w.Container.RootMapped.Span))
		}
		for _, c := range w.CapAdd {
			fmt.Fprintf(&b, "  adds %s at %s\n", c.Value, at(c.Span))
		}
		for _, c := range w.CapDrop {
			fmt.Fprintf(&b, "  drops %s at %s\n", c.Value, at(c.Span))
		}
		for _, c := range w.Confinement {
			fmt.Fprintf(&b, "  %s %v at %s\n", c.Name, c.On, at(c.Span))
		}
		for _, n := range w.Container.Namespaces {
			fmt.Fprintf(&b, "  shares %s with %s at %s\n", n.Kind, n.With, at(n.Span))
		}
		for _, s := range w.Sockets {
			fmt.Fprintf(&b, "  socket %s at %s\n", s.Path, at(s.Span))
		}
		for _, p := range w.Container.Ports {
			fmt.Fprintf(&b, "  publishes %q:%q:%q, %s, at %s\n", p.Address, p.Host, p.Container, p.Exposure, at(p.Span))
		}
	}
	for _, l := range f.Launches {
		for _, v := range l.Environment.Variables {
			fmt.Fprintf(&b, "variable %s = %s, unset %v\n", v.Name, v.Value.Text(), v.Unset)
		}
		for _, file := range l.Environment.Files {
			fmt.Fprintf(&b, "variables of %s\n", at(file.Span))
		}
	}
	for _, r := range f.Roots {
		fmt.Fprintf(&b, "root %q %s %s at %s\n", r.Path, r.Access.Value, r.Unresolved, at(r.Span))
	}
	for _, k := range f.Credentials {
		fmt.Fprintf(&b, "credential %s, literal %v, variable %q, %s at %s\n", k.Name, k.Literal, k.Variable, k.Carrier, at(k.Span))
	}
	for _, p := range f.TLS {
		fmt.Fprintf(&b, "%s: %s at %s\n", p.Setting, p.Verify.Value, at(p.Span))
	}
	for _, p := range f.Problems {
		fmt.Fprintf(&b, "%s: %s: %s\n", goldenfacts.Place(p.Span), p.Kind, p.Message)
	}
	return b.String()
}

func TestOtherFilesAreNoDevContainers(t *testing.T) {
	for _, name := range []string{"devcontainer.json", "a/devcontainer.json", "x.devcontainer.json", ".devcontainer/a/b/devcontainer.json", ".devcontainer/devcontainer-lock.json", ".devcontainer"} {
		if devcontainer.KnownPath(name) {
			t.Error(name)
		}
	}
}

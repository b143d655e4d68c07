package kubernetes_test

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
	"github.com/wirevet/wirevet/parsers/input"
	"github.com/wirevet/wirevet/parsers/kubernetes"
)

var update = flag.Bool("update", false, "rewrite the facts in testdata; read the difference line by line")

// secretMark stands for a credential in testdata: no text of the repository looks like one.
var secretMark = strings.NewReplacer("@random32@", "q8Zr4Lw1"+"Xc6Vb3Nm"+"0Kj7Hg2F"+"d5Sa9PoT")

// TestFactsOfManifests holds manifests against the facts that come out, after link.
func TestFactsOfManifests(t *testing.T) {
	goldenfacts.Archives(t, 5, update, func(_ *testing.T, files []txtar.File) string {
		var all []*facts.Facts
		var embedded []kubernetes.Embedded
		var u input.Unit
		for _, f := range files {
			data := []byte(secretMark.Replace(string(f.Data)))
			u.Files = append(u.Files, input.File{Source: facts.NewSource(f.Name, data), Data: data})
		}
		overlays := kubernetes.FindOverlays(&u)
		for _, f := range u.Files {
			parse := kubernetes.Parse
			if overlays.Claims(f.Source.Path) {
				parse = kubernetes.ParseClaimed
			}
			out, rest, _ := parse(f.Source, f.Data)
			all, embedded = append(all, out), append(embedded, rest.Files...)
		}
		for _, o := range overlays.Roots {
			out, _ := o.Parse()
			out.Rebase()
			all = append(all, out)
		}
		return printed(link.Link(all), embedded)
	})
}

// printed writes the facts that decide, one a line.
func printed(s *facts.System, embedded []kubernetes.Embedded) string {
	var b strings.Builder
	for _, w := range s.Workloads {
		workload(&b, w)
		for _, r := range s.Roots {
			if r.Entry == w.Entry {
				fmt.Fprintf(&b, "  root %q %s %s\n", r.Path, value(r.Access), place(r.Span))
			}
		}
	}
	for _, v := range s.Services {
		fmt.Fprintf(&b, "%s: service %s, %s; selects %v, reach %s\n", place(v.Span), strings.Join(v.Names, " "), v.Entry.Relevance, v.Selector, value(v.Exposure))
		for _, p := range v.Ports {
			fmt.Fprintf(&b, "  port %s %s to %q\n", p.Name, p.Port, p.Target)
		}
		for _, l := range v.Limits {
			fmt.Fprintf(&b, "  only %s\n", value(l))
		}
	}
	for _, l := range s.Listeners {
		listener(&b, l)
	}
	for _, r := range s.Routes {
		if r.Listener == nil {
			route(&b, r)
		}
	}
	for _, p := range s.TLS {
		fmt.Fprintf(&b, "%s: %s of %s %s: %s, verify %s, versions %s to %s, client %s\n", place(p.Span), p.Role, p.Subject, p.Product, p.Setting,
			value(p.Verify), value(p.Lowest), value(p.Highest), value(p.ClientAuth))
	}
	for _, m := range s.Meshes {
		fmt.Fprintf(&b, "%s: mesh %q %v port %q strict %s\n", place(m.Span), m.Namespace, m.Selector, m.Port, value(m.Strict))
	}
	for _, a := range s.Admissions {
		fmt.Fprintf(&b, "%s: admission %q %v authenticates %s\n", place(a.Span), a.Namespace, a.Selector, value(a.Authenticates))
		for _, l := range a.Limits {
			fmt.Fprintf(&b, "  only %s\n", value(l))
		}
	}
	for _, k := range s.Credentials {
		fmt.Fprintf(&b, "%s: credential %s in %s of %s, literal %v %s %s\n", place(k.Span), k.Name, k.Carrier, k.Entry.Component, k.Literal, k.Kind, k.Confidence)
	}
	for _, e := range embedded {
		fmt.Fprintf(&b, "%s: file %s, %d bytes\n", place(e.Text.Span()), e.Name, len(e.Text.Text))
	}
	for _, d := range s.Directives {
		fmt.Fprintf(&b, "%s: directive covers %s\n", place(d.Span), place(d.Covers))
	}
	for _, p := range s.Problems {
		fmt.Fprintf(&b, "%s: %s: %s\n", place(p.Span), p.Kind, p.Message)
	}
	return b.String()
}

func workload(b *strings.Builder, w *facts.Workload) {
	d, c := w.Deployed, w.Container
	fmt.Fprintf(b, "%s: %s, %s in %s\n", place(w.Span), w.Title, w.Entry.Relevance, w.Entry.Deployment.Dir)
	fmt.Fprintf(b, "  user %s, non-root %s, privileged %s, escalation %s, read-only %s, mapped %s\n",
		value(w.User), value(d.NonRoot), value(c.Privileged), value(c.Escalation), value(d.ReadOnlyRoot), value(c.RootMapped))
	if c.Image != nil {
		fmt.Fprintf(b, "  image %s tag %q digest %q\n", c.Image.Name, c.Image.Tag, c.Image.Digest)
	}
	if l := d.Starts; l != nil && (l.Program != "" || len(l.Args) > 0) {
		fmt.Fprintf(b, "  starts %q, %d arguments\n", l.Program, len(l.Args))
	}
	for _, v := range d.Environment.Variables {
		fmt.Fprintf(b, "  variable %s by name %v\n", v.Name, v.ByName)
	}
	for _, v := range w.CapAdd {
		fmt.Fprintf(b, "  adds %s\n", value(v))
	}
	for _, v := range w.CapDrop {
		fmt.Fprintf(b, "  drops %s\n", value(v))
	}
	for _, v := range w.Confinement {
		fmt.Fprintf(b, "  %s on %v %s\n", v.Name, v.On, place(v.Span))
	}
	for _, n := range c.Namespaces {
		fmt.Fprintf(b, "  shares %s with %s %s\n", n.Kind, n.With, place(n.Span))
	}
	for _, p := range c.Ports {
		fmt.Fprintf(b, "  publishes %s:%s to %s, %s\n", p.Address, p.Host, p.Container, p.Exposure)
	}
	for _, p := range d.Listens {
		fmt.Fprintf(b, "  listens on %s %s\n", p.Port, p.Name)
	}
	for _, k := range w.Sockets {
		fmt.Fprintf(b, "  socket %s %s\n", k.Path, place(k.Span))
	}
}

func listener(b *strings.Builder, l *facts.Listener) {
	var names []string
	for _, n := range l.Names {
		names = append(names, value(n))
	}
	fmt.Fprintf(b, "%s: listener %s of %s port %s, names %s, %s: %s, TLS %s", place(l.Span), l.Product, l.Entry.Component, value(l.Port),
		strings.Join(names, " "), l.Exposure, l.Entry.Relevance, value(l.TLS))
	if l.OnlyRedirects {
		b.WriteString(", only redirects")
	}
	if l.Encrypted != nil {
		b.WriteString(", encrypted elsewhere")
	}
	b.WriteByte('\n')
	for _, r := range l.Routes {
		route(b, r)
	}
}

func route(b *strings.Builder, r *facts.Route) {
	fmt.Fprintf(b, "  %s: route %s MCP %v redirect %v auth %s origins %s", place(r.Span), r.Path, r.MCP, r.Redirect, value(r.Authentication), value(r.Origins))
	if u := r.Upstream; u != nil {
		fmt.Fprintf(b, " to %s://%s:%s", value(u.Scheme), value(u.Address), u.Port)
	}
	for _, l := range r.Limits {
		fmt.Fprintf(b, " only %s", value(l))
	}
	b.WriteByte('\n')
}

func value[T any](s facts.Stated[T]) string {
	switch s.State {
	case facts.Unset:
		return "-"
	case facts.Unresolved:
		return "?(" + s.Why.Reason.String() + ")"
	}
	out := fmt.Sprint(s.Value)
	if a, ok := any(s.Value).(facts.Account); ok {
		out = a.Name
		if a.Root {
			out += " root"
		}
	}
	if s.State != facts.Explicit {
		out += "(" + s.State.String() + ")"
	}
	return out
}

func place(s facts.Span) string {
	if s.IsZero() {
		return "-"
	}
	a := s.Begin()
	text := strings.Join(strings.Fields(s.Text()), " ")
	if len(text) > 24 {
		text = text[:24] + "…"
	}
	return fmt.Sprintf("%d:%d %s", a.Line, a.Column, text)
}

func TestManyDocumentsAreReadUpToALimit(t *testing.T) {
	one := "apiVersion: v1\nkind: Service\nmetadata: {name: a}\nspec: {type: NodePort}\n---\n"
	data := []byte(strings.Repeat(one, 10_000))
	out, _, _ := kubernetes.Parse(facts.NewSource("many.yaml", data), data)
	if len(out.Services) != 10_000 || len(out.Problems) != 0 {
		t.Errorf("%d services, %d problems", len(out.Services), len(out.Problems))
	}
	data = []byte(strings.Repeat(one, 20_001))
	out, _, _ = kubernetes.Parse(facts.NewSource("more.yaml", data), data)
	tooLarge := func(p *facts.Problem) bool { return p.Kind == facts.TooLarge }
	if !slices.ContainsFunc(out.Problems, tooLarge) || len(out.Services) < 19_000 {
		t.Errorf("%d services, problems %v", len(out.Services), out.Problems)
	}
}

// Package goldenfacts writes the facts of a server's configuration as text, one a line, so that tests hold them against golden
// files. It is imported by tests alone.
package goldenfacts

import (
	"fmt"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/internal/link"
	"github.com/wirevet/wirevet/parsers/input"
)

// Files are the files of one configuration.
type Files struct {
	Names  []string // sorted
	Inputs map[string]input.File
}

// Open returns a file.
func (f *Files) Open(name string) (input.File, bool) {
	in, ok := f.Inputs[name]
	return in, ok
}

// Glob returns the names that match a pattern.
func (f *Files) Glob(pattern string) []string {
	var out []string
	for _, name := range f.Names {
		if ok, err := path.Match(pattern, name); ok && err == nil {
			out = append(out, name)
		}
	}
	return out
}

// Hold compares the configurations of testdata, at least twenty, with the facts that come out of each after link. update
// rewrites them.
func Hold(t *testing.T, update *bool, parse func(*Files) []*facts.Facts) {
	t.Helper()
	names, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(names) < 20 {
		t.Fatalf("%d configurations: %v", len(names), err)
	}
	for _, name := range names {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) { hold(t, name, *update, parse) })
	}
}

func hold(t *testing.T, name string, update bool, parse func(*Files) []*facts.Facts) {
	archive, err := txtar.ParseFile(name)
	if err != nil {
		t.Fatal(err)
	}
	files := &Files{Inputs: map[string]input.File{}}
	at := slices.IndexFunc(archive.Files, func(f txtar.File) bool { return f.Name == "facts" })
	if at < 0 {
		at = len(archive.Files)
		archive.Files = append(archive.Files, txtar.File{Name: "facts"})
	}
	for i, f := range archive.Files {
		if i != at {
			files.Names = append(files.Names, f.Name)
			files.Inputs[f.Name] = input.File{Source: facts.NewSource(f.Name, f.Data), Data: f.Data}
		}
	}
	slices.Sort(files.Names)
	got := Printed(link.Link(parse(files)))
	if update {
		archive.Files[at].Data = []byte(got)
		if err := os.WriteFile(name, txtar.Format(archive), 0o600); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := cmp.Diff(string(archive.Files[at].Data), got); diff != "" {
		t.Errorf("facts differ (-want +got):\n%s", diff)
	}
}

// Printed writes the facts that decide, one a line.
func Printed(s *facts.System) string {
	var b strings.Builder
	for _, l := range s.Listeners {
		fmt.Fprintf(&b, "%s: listener %s:%s tls=%s of %s, %s", place(l.Span), value(l.Address), value(l.Port), value(l.TLS), l.Entry.Component, l.Entry.Relevance)
		if l.OnlyRedirects {
			b.WriteString(", only redirects")
		}
		b.WriteByte('\n')
		if l.Policy != nil {
			policy(&b, l.Policy)
		}
		for _, r := range l.Routes {
			if r.Listener == l {
				route(&b, r)
			}
		}
	}
	for _, d := range s.Directives {
		fmt.Fprintf(&b, "%s: directive covers %s\n", place(d.Span), place(d.Covers))
	}
	for _, p := range s.Problems {
		fmt.Fprintf(&b, "%s: %s: %s\n", place(p.Span), p.Kind, p.Message)
	}
	return b.String()
}

func policy(b *strings.Builder, p *facts.TLSPolicy) {
	fmt.Fprintf(b, "  %s:", p.Role)
	switch {
	case len(p.Versions) > 0:
		for _, v := range p.Versions {
			b.WriteString(" " + value(v))
		}
	case p.Lowest.Why != nil && p.Lowest.Why.Text != "":
		b.WriteString(" " + p.Lowest.Why.Text)
	default:
		b.WriteString(" " + value(p.Lowest))
	}
	if p.Ciphers.State != facts.Unset {
		named := 0
		for _, s := range p.Suites {
			if s.Named {
				named++
			}
		}
		list := value(p.Ciphers)
		if p.Ciphers.State == facts.Default {
			list = "[d]"
		}
		fmt.Fprintf(b, "; ciphers %s: %d, %d by name", list, len(p.Suites), named)
	}
	if p.Role == facts.TLSClient {
		fmt.Fprintf(b, "; verify %s, trusts %s", value(p.Verify), value(p.Trusts))
	} else {
		fmt.Fprintf(b, "; client %s", value(p.ClientAuth))
		if p.ClientCAs.State != facts.Unset {
			fmt.Fprintf(b, " by %s, checked %v", value(p.ClientCAs), p.ClientAuthChecked)
		}
	}
	for _, c := range p.Certificates {
		fmt.Fprintf(b, "; certificate %s, key %s, automatic %v", value(c.File), value(c.Key), c.Automatic)
	}
	for _, s := range p.Shadowed {
		fmt.Fprintf(b, "; shadowed %s by %s, differs %v, %s", place(s.Span), place(s.By), s.Differs, s.Versions)
	}
	b.WriteByte('\n')
}

func route(b *strings.Builder, r *facts.Route) {
	fmt.Fprintf(b, "  %s: route %s", place(r.Span), r.Path)
	for _, flag := range []struct {
		on   bool
		name string
	}{{r.Pattern, "pattern"}, {r.MCP, "mcp"}, {r.Redirect, "redirect"}, {r.Refuses, "refuses"}, {r.Streams, "streams"}} {
		if flag.on {
			b.WriteString(" " + flag.name)
		}
	}
	fmt.Fprintf(b, "; auth %s; hsts %s", value(r.Authentication), value(r.HSTS))
	if r.Origins.State != facts.Unset {
		fmt.Fprintf(b, "; origins %s", value(r.Origins))
	}
	if r.OriginCheck.Known() {
		fmt.Fprintf(b, "; origin checked %s", value(r.OriginCheck))
	}
	if r.HostCheck.Known() {
		fmt.Fprintf(b, "; host checked %s", value(r.HostCheck))
	}
	if r.EarlyData.Known() {
		fmt.Fprintf(b, "; early data %s", value(r.EarlyData))
	}
	for _, l := range r.Limits {
		fmt.Fprintf(b, "; only %s", value(l))
	}
	if r.Audit != nil {
		fmt.Fprintf(b, "; log %s %s %s", r.Audit.Level, value(r.Audit.Sink), r.Audit.Fields)
		if r.Audit.Off.State != facts.Unset {
			fmt.Fprintf(b, " off %s", value(r.Audit.Off))
		}
	}
	b.WriteByte('\n')
	if u := r.Upstream; u != nil {
		fmt.Fprintf(b, "    %s: to %s %s:%s %s %s\n", place(u.Span), value(u.Scheme), value(u.Address), u.Port, u.Name, u.Exposure)
		if u.Policy != nil {
			b.WriteString("  ")
			policy(b, u.Policy)
		}
	}
}

// value writes a value with how it is known: [d] by default, [i PLACE] inherited from there, ? unresolved.
func value[T any](s facts.Stated[T]) string {
	switch s.State {
	case facts.Unset:
		return "-"
	case facts.Unresolved:
		reason := ""
		if s.Why != nil {
			reason = s.Why.Reason.String()
		}
		return fmt.Sprintf("?(%s %s)", reason, place(s.Span))
	case facts.Default:
		return fmt.Sprintf("%v[d]", s.Value)
	case facts.Inherited:
		return fmt.Sprintf("%v[i %s]", s.Value, place(s.Span))
	}
	return fmt.Sprint(s.Value)
}

func place(s facts.Span) string {
	if s.IsZero() {
		return "nowhere"
	}
	a, b := s.Begin(), s.Finish()
	name := s.Source.Path
	if a.Line == b.Line {
		return fmt.Sprintf("%s:%d:%d-%d", name, a.Line, a.Column, b.Column)
	}
	return fmt.Sprintf("%s:%d:%d-%d:%d", name, a.Line, a.Column, b.Line, b.Column)
}

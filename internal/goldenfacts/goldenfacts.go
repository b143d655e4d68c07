// Package goldenfacts holds what parsers state against golden files, and against what must be so for any text. The facts of a
// server's configuration are written as text, one a line.
// It is imported by tests alone.
package goldenfacts

import (
	"fmt"
	"maps"
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

// Server is a format of server configurations, as the engine knows it.
type Server struct {
	Product          string // as wirevet.toml names it in [version]
	Known, Candidate func(path string) bool
	Sniff            func(data []byte) bool
	Parse            func(*input.Unit) []*facts.Facts
}

// Hold compares the configurations of testdata, at least twenty, with the facts that come out of each after link. A file named
// version states what wirevet.toml would. update rewrites the facts.
func (s Server) Hold(t *testing.T, update *bool) {
	t.Helper()
	Archives(t, 20, update, func(_ *testing.T, list []txtar.File) string {
		files := map[string]string{}
		for _, f := range list {
			files[f.Name] = string(f.Data)
		}
		return Printed(s.System(files))
	})
}

// Archives compares what is printed of the files of each archive in testdata with its file named facts. There must be as many as
// least says. update rewrites the facts.
func Archives(t *testing.T, least int, update *bool, print func(t *testing.T, files []txtar.File) string) {
	t.Helper()
	names, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(names) < least {
		t.Fatalf("%d archives: %v", len(names), err)
	}
	for _, name := range names {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(name)
			if err != nil {
				t.Fatal(err)
			}
			at := slices.IndexFunc(archive.Files, func(f txtar.File) bool { return f.Name == "facts" })
			if at < 0 {
				at = len(archive.Files)
				archive.Files = append(archive.Files, txtar.File{Name: "facts"})
			}
			got := print(t, slices.Delete(slices.Clone(archive.Files), at, at+1))
			if *update {
				archive.Files[at].Data = []byte(got)
				if err := os.WriteFile(name, txtar.Format(archive), 0o600); err != nil {
					t.Fatal(err)
				}
				return
			}
			if diff := cmp.Diff(string(archive.Files[at].Data), got); diff != "" {
				t.Errorf("facts differ (-want +got):\n%s", diff)
			}
		})
	}
}

// System parses files as the engine would: those that are the server's by path and look, and others when they are included.
func (s Server) System(files map[string]string) *facts.System {
	var u input.Unit
	inputs := map[string]input.File{}
	for name, text := range files {
		src := facts.NewSource(name, []byte(text))
		src.Policy = "wirevet.toml"
		inputs[name] = input.File{Source: src, Data: []byte(text)}
	}
	names := slices.Sorted(maps.Keys(files))
	for _, name := range names {
		if s.Known(name) || s.Candidate(name) && s.Sniff(inputs[name].Data) {
			u.Files = append(u.Files, inputs[name])
		}
	}
	u.Open = func(name string) (input.File, bool) { in, ok := inputs[name]; return in, ok }
	u.Glob = func(pattern string) []string {
		var out []string
		for _, name := range names {
			if ok, err := path.Match(pattern, name); ok && err == nil {
				out = append(out, name)
			}
		}
		return out
	}
	all := s.Parse(&u)
	if version := strings.TrimSpace(files["version"]); version != "" {
		src := facts.NewSource("wirevet.toml", []byte(version))
		all = append(all, &facts.Facts{Declarations: facts.Declarations{Policies: []*facts.Policy{{
			Source: src, Versions: []facts.ProductVersion{{Product: s.Product, Version: facts.Written(version, src.All())}},
		}}}})
	}
	return link.Link(all)
}

// Printed writes the facts that decide, one a line.
func Printed(s *facts.System) string {
	var b strings.Builder
	for _, l := range s.Listeners {
		fmt.Fprintf(&b, "%s: listener %s:%s tls=%s of %s, %s", Place(l.Span), value(l.Address), value(l.Port), value(l.TLS), l.Entry.Component, l.Entry.Relevance)
		for _, n := range l.Names {
			b.WriteString(" " + value(n))
		}
		if l.Encrypted != nil {
			fmt.Fprintf(&b, ", with TLS at %s", Place(l.Encrypted.Span))
		}
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
	for _, p := range s.TLS {
		if p.Role == facts.TLSClient {
			fmt.Fprintf(&b, "%s: %s, %s", Place(p.Span), p.Setting, p.Subject)
			policy(&b, p)
		}
	}
	for _, d := range s.Directives {
		fmt.Fprintf(&b, "%s: directive covers %s\n", Place(d.Span), Place(d.Covers))
	}
	for _, p := range s.Problems {
		fmt.Fprintf(&b, "%s: %s: %s\n", Place(p.Span), p.Kind, p.Message)
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
		fmt.Fprintf(b, "; ciphers %s: %d, %d by name", value(p.Ciphers), len(p.Suites), named)
	}
	if p.Role == facts.TLSClient {
		fmt.Fprintf(b, "; verify %s, trusts %s", value(p.Verify), value(p.Trusts))
	} else {
		fmt.Fprintf(b, "; client %s", value(p.ClientAuth))
		if p.ClientCAs.State != facts.Unset {
			fmt.Fprintf(b, " by %s, checked %v", value(p.ClientCAs), p.ClientAuthChecked)
		}
	}
	if p.Weakness != "" {
		fmt.Fprintf(b, " (%s%s)", p.Weakness, strings.TrimSuffix(" "+p.WeakVersions, " "))
	}
	for _, g := range p.Groups {
		fmt.Fprintf(b, "; group %s", value(g))
	}
	if p.DHBits.Known() {
		fmt.Fprintf(b, "; dh %s", value(p.DHBits))
	}
	for _, c := range p.Certificates {
		fmt.Fprintf(b, "; certificate %s, key %s, automatic %v", value(c.File), value(c.Key), c.Automatic)
	}
	for _, s := range p.Shadowed {
		fmt.Fprintf(b, "; shadowed %s by %s, differs %v, %s", Place(s.Span), Place(s.By), s.Differs, s.Versions)
	}
	b.WriteByte('\n')
}

func route(b *strings.Builder, r *facts.Route) {
	fmt.Fprintf(b, "  %s: route %s", Place(r.Span), r.Path)
	for _, n := range r.Names {
		b.WriteString(" for " + value(n))
	}
	for _, flag := range []struct {
		on   bool
		name string
	}{{r.Pattern, "pattern"}, {r.MCP, "mcp"}, {r.Redirect, "redirect"}, {r.Refuses, "refuses"}, {r.Streams, "streams"}} {
		if flag.on {
			b.WriteString(" " + flag.name)
		}
	}
	for _, place := range r.Instead {
		b.WriteString(" instead of " + place)
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
		fmt.Fprintf(b, "    %s: to %s %s:%s %s %s\n", Place(u.Span), value(u.Scheme), value(u.Address), u.Port, u.Name, u.Exposure)
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
		return fmt.Sprintf("?(%s %s)", reason, Place(s.Span))
	case facts.Default:
		return fmt.Sprintf("%v[d]", s.Value)
	case facts.Inherited:
		return fmt.Sprintf("%v[i %s]", s.Value, Place(s.Span))
	}
	return fmt.Sprint(s.Value)
}

// Place writes where a span is: file, line and columns.
func Place(s facts.Span) string {
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

package apache_test

import (
	"flag"
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
	"github.com/wirevet/wirevet/parsers/apache"
	"github.com/wirevet/wirevet/parsers/input"
)

var update = flag.Bool("update", false, "rewrite the facts in testdata; read the difference line by line")

// TestFactsOfConfigurations holds whole configurations against the facts that come out, after link. A file named version
// states what wirevet.toml would.
func TestFactsOfConfigurations(t *testing.T) {
	names, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(names) < 20 {
		t.Fatalf("%d configurations: %v", len(names), err)
	}
	for _, name := range names {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(name)
			if err != nil {
				t.Fatal(err)
			}
			files := map[string]string{}
			want, at := "", -1
			for i, f := range archive.Files {
				if f.Name == "facts" {
					want, at = string(f.Data), i
					continue
				}
				files[f.Name] = string(f.Data)
			}
			got := printed(system(files))
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

// system parses files as the engine would: those that are nginx's by path and look, and others when they are included.
func system(files map[string]string) *facts.System {
	var u input.Unit
	var names []string
	inputs := map[string]input.File{}
	version := strings.TrimSpace(files["version"])
	for name, text := range files {
		names = append(names, name)
		src := facts.NewSource(name, []byte(text))
		src.Policy = "wirevet.toml"
		inputs[name] = input.File{Source: src, Data: []byte(text)}
	}
	slices.Sort(names)
	for _, name := range names {
		if apache.KnownPath(name) || apache.CandidatePath(name) && apache.Sniff(inputs[name].Data) {
			u.Files = append(u.Files, inputs[name])
		}
	}
	u.Open = func(name string) (input.File, bool) { in, ok := inputs[name]; return in, ok }
	u.Glob = func(pattern string) []string {
		var out []string
		for _, name := range names {
			if ok, _ := path.Match(pattern, name); ok {
				out = append(out, name)
			}
		}
		return out
	}
	all := apache.Parse(&u)
	if version != "" {
		src := facts.NewSource("wirevet.toml", []byte(version))
		all = append(all, &facts.Facts{Declarations: facts.Declarations{Policies: []*facts.Policy{{
			Source: src, Versions: []facts.ProductVersion{{Product: "apache", Version: facts.Written(version, src.All())}},
		}}}})
	}
	return link.Link(all)
}

// printed writes the facts that decide, one a line.
func printed(s *facts.System) string {
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
		fmt.Fprintf(b, "; ciphers %s: %d, %d by name", value(p.Ciphers), len(p.Suites), named)
	}
	if p.Role == facts.TLSClient {
		fmt.Fprintf(b, "; verify %s, trusts %s", value(p.Verify), value(p.Trusts))
		if p.Weakness != "" {
			fmt.Fprintf(b, " (%s)", p.Weakness)
		}
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
	fmt.Fprintf(b, "; log %s %s %s", r.Audit.Level, value(r.Audit.Sink), r.Audit.Fields)
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

package hostconfig

import (
	"testing"

	"github.com/wirevet/wirevet/facts"
)

// checkFacts holds for the facts of every file: each span lies inside its source, no problem is without a message,
// and every fact points to an entry with a host.
func checkFacts(t *testing.T, f *facts.Facts) {
	t.Helper()
	at := func(what string, spans ...facts.Span) {
		t.Helper()
		for _, s := range spans {
			if !s.IsZero() && (s.Start < 0 || s.End < s.Start || s.End > s.Source.Len()) {
				t.Fatalf("%s: [%d,%d) lies outside of %d bytes", what, s.Start, s.End, s.Source.Len())
			}
		}
	}
	owned := func(what string, e *facts.Entry) {
		t.Helper()
		if e == nil || e.Host == nil {
			t.Fatalf("%s belongs to no entry", what)
		}
	}
	for _, e := range f.Entries {
		owned("entry", e)
		at("entry", e.Name, e.Block, e.Inactive.Span)
	}
	for _, l := range f.Launches {
		owned("launch", l.Entry)
		at("launch", l.Command, l.Process.Span, l.Cwd.Span, l.Environment.Base.Span)
		for _, w := range l.Args {
			at("argument", w)
		}
		for _, v := range l.Environment.Variables {
			at("variable", v.Key, v.Value)
		}
	}
	for _, r := range f.Remotes {
		owned("remote", r.Entry)
		at("remote", r.Span, r.URL.Span, r.Transport.Span)
	}
	for _, o := range f.OAuthURLs {
		owned("OAuth URL", o.Entry)
		at("OAuth URL", o.Span)
	}
	for _, c := range f.Credentials {
		owned("credential", c.Entry)
		at("credential", c.Span)
	}
	for _, a := range f.Approvals {
		owned("approval", a.Entry)
		at("approval", a.Span)
	}
	for _, p := range f.TLS {
		owned("TLS policy", p.Entry)
		at("TLS policy", p.Span)
	}
	for _, r := range f.Roots {
		owned("root", r.Entry)
		at("root", r.Span)
	}
	for _, s := range f.InactiveServers {
		at("inactive server", s.Span)
	}
	for _, p := range f.Problems {
		at("problem", p.Span)
		if p.Message == "" || p.Kind == "" {
			t.Fatalf("problem without a message or a kind: %+v", p)
		}
	}
}

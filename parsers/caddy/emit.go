package caddy

import (
	"slices"
	"strings"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/internal/exposure"
	"github.com/wirevet/wirevet/internal/listener"
)

// emit states the servers.
func (e *emitter) emit(servers []*server) {
	first := len(e.out.Listeners)
	for _, v := range servers {
		for _, s := range v.sites {
			e.site(v, s)
		}
	}
	made := e.out.Listeners[first:]
	listener.Pair(made)
	e.redirects(made)
}

// site states one site: its listener, and its routes.
func (e *emitter) site(v *server, s *site) {
	if !s.emitted {
		s.emitted = true
		e.out.Entries = append(e.out.Entries, s.entry)
		if l := s.log(); l != nil && !e.options.logsCredentials.IsZero() {
			e.out.Logged = append(e.out.Logged, &facts.LoggedSecret{
				Entry: s.entry, Span: l.span, What: "the headers Authorization and Cookie of requests", Logger: "Caddy", Confidence: facts.High,
			})
		}
		for _, at := range s.secretsLog {
			e.out.Logged = append(e.out.Logged, &facts.LoggedSecret{
				Entry: s.entry, Span: at, What: "the keys of its TLS sessions", Logger: "Caddy", Confidence: facts.High,
			})
		}
	}
	l := &facts.Listener{
		Entry: s.entry, Product: "Caddy", Span: s.span, Address: s.address, Port: s.port, Names: s.names, Exposure: s.exposure,
		NamesExposure: exposure.OfNames(s.names), TLS: v.tls, Proxy: true,
	}
	routes := &s.clear
	if v.tls.Known() && v.tls.Value {
		l.Policy = e.tlsPolicy(v, s)
		routes = &s.encrypted
	}
	if *routes == nil {
		w := &walker{e: e, site: s, listener: l, encrypted: l.Policy != nil}
		w.walk(s.steps, reach{})
		*routes = w.routes
	}
	l.Routes = *routes
	l.OnlyRedirects = listener.OnlyRedirects(l.Routes)
	e.out.Listeners = append(e.out.Listeners, l)
}

// routeEntry returns the entry of a step that answers.
func (e *emitter) routeEntry(s *site, at *step, r *facts.Route) *facts.Entry {
	key := entryKey{at, r.Path}
	if e.entries[key] == nil {
		e.entries[key] = &facts.Entry{
			Component: "Caddy route " + r.Path + " of " + strings.TrimPrefix(s.entry.Component, "Caddy "),
			Name:      r.Span, Block: at.span, Relevance: facts.Unrelated,
		}
		e.out.Entries = append(e.out.Entries, e.entries[key])
	}
	return e.entries[key]
}

// entryKey is what has an entry of its own: a step, for each path that it answers in another way.
type entryKey struct {
	at   *step
	path string
}

// upstreamOf returns the next hop of a step, which is stated once.
func (e *emitter) upstreamOf(entry *facts.Entry, at *step) *facts.Upstream {
	if e.upstreams[at] == nil {
		e.upstreams[at] = e.upstream(entry, at.proxy)
	}
	return e.upstreams[at]
}

// redirects states the listeners on the HTTP port that automatic HTTPS adds: they send the names of a site to TLS, unless the
// files say what the HTTP port answers.
func (e *emitter) redirects(made []*facts.Listener) {
	o := e.options
	if !o.off.IsZero() || !o.noRedirects.IsZero() {
		return
	}
	taken := map[string]bool{}
	everyName, loaded, automatic := false, false, false
	for _, l := range made {
		if !l.TLS.Value && l.Port.Known() && l.Port.Value == o.http() {
			everyName = everyName || len(l.Names) == 0
			for _, n := range l.Names {
				taken[n.Value] = true
			}
		}
		if l.Policy != nil {
			for _, c := range l.Policy.Certificates {
				loaded, automatic = loaded || c.File.State != facts.Unset, automatic || c.File.State == facts.Unset && c.Automatic
			}
		}
	}
	if everyName && (loaded || !automatic) {
		// A site of the HTTP port that answers to every name comes first when no certificate has to be obtained, which depends on
		// the names in those that are loaded.
		return
	}
	for _, l := range made {
		if !l.TLS.Known() || !l.TLS.Value || len(l.Names) == 0 || l.Port.Known() && l.Port.Value == o.http() {
			continue
		}
		if slices.ContainsFunc(l.Names, func(n facts.Stated[string]) bool { return !n.Known() || taken[n.Value] }) {
			continue
		}
		for _, n := range l.Names {
			taken[n.Value] = true
		}
		const why = "Caddy sends what comes to the HTTP port to TLS (automatic HTTPS)"
		clear := &facts.Listener{
			Entry: l.Entry, Product: "Caddy", Span: l.Span, Address: l.Address, Port: port(o.httpPort, "80", l.Span, httpWhy), Names: l.Names,
			Exposure: l.Exposure, NamesExposure: l.NamesExposure, Proxy: true, TLS: facts.ByDefault(false, l.Span, why), OnlyRedirects: true,
			Encrypted: l,
		}
		clear.Routes = []*facts.Route{{
			Entry: l.Entry, Listener: clear, Span: l.Span, Path: "/", Redirect: true,
			Audit: &facts.AuditTrail{Entry: l.Entry, Span: l.Span, Serves: facts.StreamableHTTP},
		}}
		e.out.Routes = append(e.out.Routes, clear.Routes...)
		e.out.Listeners = append(e.out.Listeners, clear)
	}
}

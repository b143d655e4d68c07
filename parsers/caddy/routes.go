package caddy

import (
	"slices"
	"strings"

	"github.com/wirevet/wirevet/facts"
)

// effect is what a step does to requests that go on to later ones.
type effect struct {
	*step
	patterns []string // of paths; nil for all
	unsure   bool     // something that is not a path decides whether it is done
	limits   []facts.Stated[string]
	origin   bool
	auth     facts.AuthenticationKind
}

// reach is the requests that get to a step.
type reach struct {
	patterns []string // of paths; nil for all
	prefix   string   // what has been cut off the path
	effects  []*effect
	unsure   bool
}

// walker follows requests through the steps of a site.
type walker struct {
	e         *emitter
	site      *site
	listener  *facts.Listener
	encrypted bool
	done      []string // patterns of what is answered already
	routes    []*facts.Route
}

// walk returns the effects on requests that get past all steps.
func (w *walker) walk(list []*step, in reach) []*effect {
	var taken []string
	for _, s := range list {
		patterns, decided := w.narrow(s, in)
		if !decided {
			continue // it never comes to this
		}
		unsure := s.unsure || s.when != nil && s.when.undecided()
		switch {
		case s.exclusive && len(taken) > 0 && allCovered(patterns, taken):
		case s.inner != nil || s.exclusive:
			in.effects = append(in.effects[:len(in.effects):len(in.effects)], w.enter(s, in, patterns, unsure)...)
			if s.exclusive && !unsure {
				taken = append(taken, orAll(patterns)...)
			}
		case s.final && s.refuses && s.when != nil && s.when.isGate():
			in.effects = append(in.effects[:len(in.effects):len(in.effects)], gate(s, patterns))
		case s.final:
			w.answer(s, in, patterns, unsure)
		default:
			in.effects = append(in.effects[:len(in.effects):len(in.effects)], &effect{step: s, patterns: patterns, unsure: unsure, auth: s.auth})
		}
	}
	return in.effects
}

func orAll(patterns []string) []string {
	if patterns == nil {
		return []string{""}
	}
	return patterns
}

func allCovered(patterns, by []string) bool {
	for _, p := range orAll(patterns) {
		if !slices.ContainsFunc(by, func(q string) bool { return covers(q, p) }) {
			return false
		}
	}
	return true
}

// narrow returns the paths for which a step is done. It reports false when there are none.
func (w *walker) narrow(s *step, in reach) ([]string, bool) {
	if s.when == nil {
		return in.patterns, true
	}
	if s.when.secure && !w.encrypted || s.when.clear && w.encrypted {
		return nil, false
	}
	if s.when.pattern.text != "" || len(s.when.paths) == 0 {
		return in.patterns, true
	}
	var out []string
	for _, word := range s.when.paths {
		own := strings.ToLower(word.text)
		if own == "*" || own == "/*" {
			own = ""
		}
		if in.prefix != "" {
			own = in.prefix + own
		}
		for _, outer := range orAll(in.patterns) {
			if both, some := common(outer, own); some {
				out = append(out, both)
			}
		}
	}
	return out, len(out) > 0
}

// undecided reports whether more than the path and the scheme decides.
func (c *condition) undecided() bool {
	return c.other || c.origin || c.credential != facts.NoAuthentication || len(c.ranges) > 0 || c.pattern.text != ""
}

// isGate reports whether a condition is met by whom a refusal is meant for: foreign addresses, foreign pages, callers without
// the credential.
func (c *condition) isGate() bool {
	return len(c.ranges) > 0 && c.outside || c.origin || c.credential != facts.NoAuthentication && c.without
}

// gate is what a refusal does for those that it lets through.
func gate(s *step, patterns []string) *effect {
	g := &effect{step: &step{span: s.span, path: s.path}, patterns: patterns, origin: s.when.origin}
	if s.when.outside && !s.when.other {
		g.limits = s.when.ranges
	}
	if s.when.without {
		g.auth = s.when.credential
	}
	return g
}

// enter follows the requests that get into a group. It returns the effects on those that get past it: what follows a group is
// done inside of it.
func (w *walker) enter(s *step, in reach, patterns []string, unsure bool) []*effect {
	inner := in
	inner.patterns, inner.unsure = patterns, in.unsure || unsure
	if s.prefix != "" {
		inner.prefix = in.prefix + strings.ToLower(s.prefix)
	}
	if c := s.when; c != nil && unsure {
		e := &effect{step: &step{span: s.span, path: s.path}, origin: c.origin}
		if !c.outside {
			e.limits = c.ranges
		}
		if !c.without {
			e.auth = c.credential
		}
		inner.effects = append(inner.effects[:len(inner.effects):len(inner.effects)], e)
	}
	first, before := len(inner.effects), len(w.done)
	past := w.walk(s.inner, inner)[first:]
	if !unsure {
		return past
	}
	w.done = w.done[:before] // others get past the group
	out := make([]*effect, len(past))
	for i, e := range past {
		some := *e
		some.unsure = true
		out[i] = &some
	}
	return out
}

// answer states the routes that end at a step: one for each path, and one for each part of it that is treated in its own way.
func (w *walker) answer(s *step, in reach, patterns []string, unsure bool) {
	var all []string
	for _, p := range orAll(patterns) {
		all = append(all, p)
		for _, e := range in.effects {
			for _, q := range e.patterns {
				if q != p && covers(p, q) && e.matters() {
					all = append(all, q)
				}
			}
		}
	}
	for i, p := range all {
		if slices.Contains(all[:i], p) || slices.ContainsFunc(w.done, func(q string) bool { return covers(q, p) }) {
			continue
		}
		w.route(s, in, p)
	}
	if !unsure && !in.unsure {
		w.done = append(w.done, orAll(patterns)...)
	}
}

// matters reports whether a route tells of the effect.
func (e *effect) matters() bool {
	return e.auth != facts.NoAuthentication || e.origin || e.limits != nil || e.skipsLog || slices.ContainsFunc(e.headers, func(h header) bool {
		return h.name == "strict-transport-security" || strings.HasPrefix(h.name, "access-control-allow-")
	})
}

// route states one path that a step answers.
func (w *walker) route(s *step, in reach, pattern string) {
	r := &facts.Route{Listener: w.listener, Span: s.path, Redirect: s.redirect, Refuses: s.refuses, Streams: s.streams}
	r.Path, r.Pattern = routePath(pattern)
	if s.when != nil && s.when.pattern.text != "" {
		r.Path, r.Pattern, r.Span = s.when.pattern.text, true, s.when.pattern.span
	}
	if s.when != nil {
		for _, word := range s.when.paths {
			if strings.HasSuffix(pattern, strings.ToLower(word.text)) {
				r.Span = word.span
			}
		}
	}
	r.Entry = w.e.routeEntry(w.site, s, r)
	if s.proxy != nil {
		r.Upstream = w.e.upstreamOf(r.Entry, s)
	}
	r.BodyLimit = facts.ByDefault(false, r.Span, "Caddy takes bodies of any size unless request_body has max_size")
	r.Authentication = facts.ByDefault(facts.NoAuthentication, r.Span, "Caddy asks nobody who connects unless it is told to")
	var b browser
	var skips facts.Span
	for _, e := range append(in.effects[:len(in.effects):len(in.effects)], &effect{step: s}) {
		if e.patterns != nil && !slices.ContainsFunc(e.patterns, func(q string) bool { return covers(q, pattern) }) {
			continue
		}
		w.apply(r, e)
		for _, h := range e.headers {
			b.take(h, e.unsure)
		}
		if e.skipsLog && !e.unsure {
			skips = e.span
		}
	}
	if p := w.listener.Policy; p != nil && p.ClientAuth.Known() && p.ClientAuth.Value == facts.RequireAndVerify && r.Authentication.State == facts.Default {
		r.Authentication = facts.Stated[facts.AuthenticationKind]{Value: facts.ClientCertificate, Span: p.ClientAuth.Span, State: p.ClientAuth.State, Why: p.ClientAuth.Why}
	}
	if r.Authentication.Value == facts.PasswordAuthentication || r.Authentication.Value == facts.TokenAuthentication {
		r.Redirect = false // it asks for the credential first, in clear as it may be
	}
	b.state(r)
	w.e.leaveOpen(w.listener, r)
	r.Audit = w.e.audit(w.site, r, skips)
	w.e.out.Routes = append(w.e.out.Routes, r)
	w.routes = append(w.routes, r)
}

// leaveOpen takes back what a route has by default where something that is not in the files may say otherwise.
func (e *emitter) leaveOpen(l *facts.Listener, r *facts.Route) {
	if p := l.Policy; p != nil && p.ClientAuth.State == facts.Unresolved && r.Authentication.State == facts.Default {
		r.Authentication = facts.Undecided[facts.AuthenticationKind](p.ClientAuth.Span, p.ClientAuth.Why.Reason)
	}
	if e.open.IsZero() {
		return
	}
	openUp(&r.Authentication, e.open)
	openUp(&r.HSTS, e.open)
	openUp(&r.BodyLimit, e.open)
}

func openUp[T any](v *facts.Stated[T], at facts.Span) {
	if v.State == facts.Default || v.State == facts.Unset {
		*v = facts.Undecided[T](at, facts.OutsideRepository)
	}
}

// apply takes an effect into a route.
func (w *walker) apply(r *facts.Route, e *effect) {
	if e.auth != facts.NoAuthentication {
		switch {
		case !e.unsure:
			r.Authentication = facts.Written(e.auth, e.span)
		case r.Authentication.State == facts.Default:
			r.Authentication = facts.Undecided[facts.AuthenticationKind](e.span, facts.SeveralValues)
		}
	}
	if e.limits != nil {
		r.Limits = e.limits
	}
	if e.origin {
		r.OriginCheck = facts.Written(true, e.span)
	}
	if e.bodyLimit {
		r.BodyLimit = facts.Written(true, e.span)
	}
}

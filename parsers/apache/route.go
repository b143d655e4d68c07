package apache

import (
	"strings"

	"github.com/wirevet/wirevet/facts"
)

// route is a path of a server that the files name.
type route struct {
	path    string
	pattern bool
	span    facts.Span // the words that name the path
	block   facts.Span
	entry   *facts.Entry
	target  *statement // what hands its requests on, where that is settled by the route itself: RewriteRule [P]
	word    arg        // the target
	hops    map[string]*facts.Upstream
	audit   *facts.AuditTrail
}

// sample is a path of the route.
func (r *route) sample() string {
	if r.pattern {
		return literal(r.path)
	}
	return r.path
}

// findRoutes lists the paths that a server's files name, and the rest of it as "/".
func (e *emitter) findRoutes(v *server) {
	seen := map[string]*route{}
	add := func(r *route) *route {
		key := r.path
		if r.pattern {
			key = "~" + key
		}
		if seen[key] == nil {
			seen[key] = r
			v.routes = append(v.routes, r)
		}
		return seen[key]
	}
	for _, s := range v.sections {
		// The server's own sections are each virtual host's as well, but a route of theirs only where something is handed on.
		if s.kind != locationSection || s.names == "" || s.outer && len(s.scope.named("proxypass")) == 0 {
			continue
		}
		d := s.scope.section
		a := d.args[0]
		if a.text == "~" && len(d.args) > 1 {
			a = d.args[1]
		}
		add(&route{path: s.names, pattern: s.pattern, span: a.span(), block: d.span()})
	}
	for _, s := range v.levels {
		for _, d := range s.section.block {
			switch {
			case d.name == "proxypass" && len(d.args) > 1 && strings.HasPrefix(d.arg(0), "/"):
				add(&route{path: d.arg(0), span: d.args[0].span(), block: d.span()})
			case d.name == "proxypassmatch" && len(d.args) > 1:
				add(&route{path: d.arg(0), pattern: true, span: d.args[0].span(), block: d.span()})
			}
		}
	}
	for _, rule := range v.rewrite {
		if d := rule.directive; rule.has("P") {
			r := add(&route{path: d.arg(0), pattern: true, span: d.args[0].span(), block: d.span()})
			r.target, r.word = d, d.args[1]
		}
	}
	if seen["/"] == nil {
		at := v.entry.Name
		if v.virtual {
			at = v.section.word.span()
		}
		rest := &route{path: "/", span: at, block: v.entry.Block}
		if len(v.routes) == 0 {
			rest.entry = v.entry
		}
		add(rest)
	}
	for _, r := range v.routes {
		if r.entry == nil {
			r.entry = &facts.Entry{
				Component: "Apache path " + r.path + " of " + strings.TrimPrefix(v.entry.Component, "Apache "),
				Name:      r.span, Block: r.block, Relevance: facts.Unrelated,
			}
			e.out.Entries = append(e.out.Entries, r.entry)
		}
	}
}

// routes states the routes of a server as they are behind one of its listeners.
func (e *emitter) routes(v *server, l *listen, f *facts.Listener) []*facts.Route {
	out := make([]*facts.Route, 0, len(v.routes))
	for _, at := range v.routes {
		asked := request{path: at.sample(), port: l.port, names: knownNames(v), https: unknown}
		if f.TLS.Known() {
			asked.https = answerOf(f.TLS.Value)
		}
		to := e.handedTo(v, at, asked)
		asked.to = to.text(asked.path)
		merged := e.levelsFor(v, asked)
		r := &facts.Route{Entry: at.entry, Listener: f, Span: at.span, Path: at.path, Pattern: at.pattern}
		after := e.fateOf(v, asked, merged, e.after)
		if !after.early {
			r.Upstream = e.upstream(v, at, to, merged)
		}
		r.Streams = streams(merged, to)
		before := e.fateOf(v, asked, merged, e.before)
		r.Refuses = before.refuses
		e.authentication(r, v, merged, asked, before.early)
		r.Redirect = asked.https != yes && before.redirect
		if !before.early && r.Authentication.Known() && r.Authentication.Value == facts.NoAuthentication {
			r.Redirect = r.Redirect || asked.https != yes && after.redirect && !r.Refuses
			r.Refuses = r.Refuses || after.refuses
		}
		e.headers(r, merged, asked)
		e.hostCheck(r, v, l)
		e.bodyLimit(r, merged)
		if r.Upstream != nil && f.Policy != nil {
			r.EarlyData = f.Policy.EarlyData
		}
		r.Audit = e.audit(v, at, merged)
		e.out.Routes = append(e.out.Routes, r)
		out = append(out, r)
	}
	return out
}

func knownNames(v *server) []string {
	var out []string
	for _, n := range v.names {
		if n.Known() && !strings.Contains(n.Value, "*") {
			out = append(out, n.Value)
		}
	}
	return out
}

// fate is what becomes of all requests of a route.
type fate struct {
	early    bool // they are answered before anybody asks who sends them
	redirect bool // to TLS
	refuses  bool
}

// fateOf applies what certainly holds for every request of a route. The path itself and one below it have to agree, and so
// have all names of the server.
func (e *emitter) fateOf(v *server, asked request, merged levels, apply func(*server, levels, request) outcome) fate {
	names := asked.names
	if len(names) == 0 {
		names = []string{""}
	}
	out := fate{true, true, true}
	for _, path := range []string{asked.path, strings.TrimRight(asked.path, "/") + "/x"} {
		for _, name := range names {
			one := asked
			one.path, one.names = path, nil
			if name != "" {
				one.names = []string{name}
			}
			o := apply(v, merged, one)
			out.early, out.redirect, out.refuses = out.early && o.final(), out.redirect && o.redirect, out.refuses && o.refuses != nil
		}
	}
	return out
}

// streams reports whether a route is set up for answers that last.
func streams(l levels, to target) bool {
	if to.directive != nil {
		for _, a := range to.directive.args {
			key, value, _ := strings.Cut(strings.ToLower(a.text), "=")
			if key == "flushpackets" && (value == "on" || value == "auto") || key == "timeout" && seconds(value) >= 300 {
				return true
			}
		}
	}
	return seconds(l.lookup("proxytimeout").first()) >= 300
}

func (v setting) first() string {
	if v.directive == nil {
		return ""
	}
	return v.directive.arg(0)
}

// seconds reads a number of seconds.
func seconds(text string) int {
	n := 0
	for _, c := range text {
		if c < '0' || c > '9' || n > 1<<20 {
			return n
		}
		n = n*10 + int(c-'0')
	}
	return n
}

// bodyLimit states whether the size of a request's body is bounded: to 1 GB since 2.4.54, before it was not (CHANGES of 2.4.54).
func (e *emitter) bodyLimit(r *facts.Route, l levels) {
	v := l.lookup("limitrequestbody")
	if v.directive == nil {
		r.BodyLimit = stated(v, false, facts.Span{}, r.Span)
		return
	}
	r.BodyLimit = stated(v, v.directive.arg(0) != "0", v.directive.written(), r.Span)
}

// hostCheck states whether requests for foreign names are refused: by the first virtual host of the address.
func (e *emitter) hostCheck(r *facts.Route, v *server, l *listen) {
	owner := l.on.owner
	if owner == v || len(v.names) == 0 {
		return
	}
	asked := request{path: "/", https: unknown}
	merged := e.levelsFor(owner, asked)
	if out := e.before(owner, merged, asked); out.refuses != nil {
		r.HostCheck = facts.Written(true, out.refuses.written())
		return
	}
	if verdict := e.required(merged, asked); verdict.insideShown == no && verdict.at != nil {
		r.HostCheck = facts.Written(true, verdict.at.written())
	}
}

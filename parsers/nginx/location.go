package nginx

import (
	"strconv"
	"strings"

	"github.com/wirevet/wirevet/facts"
)

// location is a location block, or the server itself where it has none.
type location struct {
	scope    *scope
	block    *statement
	span     facts.Span // the words that name the path
	path     string
	pattern  bool
	entry    *facts.Entry
	upstream *facts.Upstream
	audit    *facts.AuditTrail
}

// locations returns the locations of a server, those inside of others too.
func (e *emitter) locations(v *server) []*location {
	var out []*location
	e.nested(v.scope, &out)
	if len(out) == 0 {
		out = append(out, &location{scope: v.scope, block: v.block, span: v.block.at(v.block.name), path: "/", entry: v.entry})
	}
	for _, l := range out {
		if l.entry == nil {
			l.entry = e.tree.reader.entries.Take()
			*l.entry = facts.Entry{
				Component: "nginx location " + l.title() + " of " + strings.TrimPrefix(v.entry.Component, "nginx "),
				Name:      l.span, Block: l.block.span(), Relevance: facts.Unrelated,
			}
			e.out.Entries = append(e.out.Entries, l.entry)
		}
		l.upstream = e.upstream(l.entry, l.scope)
		l.audit = e.audit(l)
	}
	return out
}

func (l *location) title() string {
	if l.path == "" {
		return l.block.arg(len(l.block.args) - 1)
	}
	return l.path
}

func (e *emitter) nested(s *scope, out *[]*location) {
	for _, d := range s.own {
		if d.name.text != "location" || !d.blocked || len(d.args) == 0 {
			continue
		}
		inner := e.tree.scope(s, d, d.block)
		path, isPattern := d.args[len(d.args)-1].text, false
		switch operator := d.args[0].text; {
		case len(d.args) > 1:
			isPattern = strings.HasPrefix(operator, "~")
		case strings.HasPrefix(path, "~") && len(path) > 1: // location ~^/mcp, without a blank
			path, isPattern = strings.TrimPrefix(path[1:], "*"), true
		case strings.HasPrefix(path, "="), strings.HasPrefix(path, "^~"):
			path = strings.TrimLeft(path, "=^~")
		}
		*out = append(*out, &location{scope: inner, block: d, span: d.at(d.args[len(d.args)-1]), path: path, pattern: isPattern})
		e.nested(inner, out)
	}
}

// routes states the routes of a server as they are behind one of its listeners.
func (e *emitter) routes(v *server, l *facts.Listener) []*facts.Route {
	encrypted := l.TLS.Known() && l.TLS.Value
	out := make([]*facts.Route, 0, len(v.locations))
	for _, at := range v.locations {
		if strings.HasPrefix(at.path, "@") {
			continue // no path: where other locations go on
		}
		r := e.tree.reader.routing.Take()
		*r = facts.Route{
			Entry: at.entry, Listener: l, Span: at.span, Path: at.path, Pattern: at.pattern, Upstream: at.upstream,
		}
		r.Redirect = !encrypted && leavesClear(at.scope, v.scope)
		r.Refuses = refuses(at.scope.own) != nil || refuses(v.scope.own) != nil || nobodyAllowed(at.scope)
		r.Streams = streams(at.scope)
		r.Authentication = e.authentication(v, at, l)
		r.HostCheck = hostCheck(v, l)
		e.headers(r, at.scope)
		e.originCheck(r, v, at)
		earlyData(r, at.scope, l.Policy)
		bodyLimit(r, at.scope)
		r.Limits = limits(at.scope)
		r.Audit = at.audit
		e.out.Routes = append(e.out.Routes, r)
		out = append(out, r)
	}
	return out
}

// leavesClear reports whether every request in clear is sent to https: by the location, by its server, or by an if of
// either that holds for such requests.
func leavesClear(scopes ...*scope) bool {
	for _, s := range scopes {
		if redirectsToTLS(s.own) {
			return true
		}
		for _, d := range s.named("if") {
			if onlyWithoutTLS(d) && redirectsToTLS(d.block) {
				return true
			}
		}
	}
	return false
}

// streams reports whether a location is set up for answers that last.
func streams(s *scope) bool {
	for _, name := range []string{"proxy_buffering", "grpc_buffering"} {
		if d := s.lookup(name).last(); d != nil && d.arg(0) == "off" {
			return true
		}
	}
	for _, name := range []string{"proxy_read_timeout", "grpc_read_timeout"} {
		if d := s.lookup(name).last(); d != nil && seconds(d.arg(0)) >= 300 {
			return true
		}
	}
	for _, d := range s.lookup("proxy_set_header").directives {
		if strings.EqualFold(d.arg(0), "Connection") && d.arg(1) == "" {
			return true
		}
	}
	return false
}

// seconds reads a time of nginx: 60, 5m, 1h, 1d.
func seconds(text string) int {
	unit := 1
	switch {
	case strings.HasSuffix(text, "ms"):
		return 0
	case strings.HasSuffix(text, "s"):
		text = text[:len(text)-1]
	case strings.HasSuffix(text, "m"):
		unit, text = 60, text[:len(text)-1]
	case strings.HasSuffix(text, "h"):
		unit, text = 3600, text[:len(text)-1]
	case strings.HasSuffix(text, "d"):
		unit, text = 86400, text[:len(text)-1]
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		return 0
	}
	return n * unit
}

// bodyLimit states whether the size of a request's body is bounded: 1 MB unless it is said otherwise, and 0 for no bound
// (ngx_http_core_module, client_max_body_size).
func bodyLimit(r *facts.Route, s *scope) {
	v := s.lookup("client_max_body_size")
	d := v.last()
	if d == nil {
		if r.BodyLimit = stated(v, true, facts.Span{}, r.Span); v.state == facts.Unset {
			r.BodyLimit = facts.ByDefault(true, r.Span, "nginx takes bodies up to 1 MB unless client_max_body_size says otherwise")
		}
		return
	}
	r.BodyLimit = stated(v, strings.TrimRight(d.arg(0), "kKmMgG") != "0", d.written(), r.Span)
}

// earlyData states whether 0-RTT requests reach the next hop without the mark by which it can refuse them (RFC 8470).
func earlyData(r *facts.Route, s *scope, p *facts.TLSPolicy) {
	if p == nil || r.Upstream == nil {
		return
	}
	r.EarlyData = p.EarlyData
	if !p.EarlyData.Known() || !p.EarlyData.Value {
		return
	}
	for _, name := range []string{"proxy_set_header", "grpc_set_header"} {
		for _, d := range s.lookup(name).directives {
			if strings.EqualFold(d.arg(0), "Early-Data") && uses(d.arg(1), "ssl_early_data") {
				r.EarlyData.Value = false
			}
		}
	}
}

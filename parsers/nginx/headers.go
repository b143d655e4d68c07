package nginx

import (
	"strings"

	"github.com/wirevet/wirevet/facts"
)

// headers states what a location's answers tell browsers: whether to insist on TLS, and whose pages may call.
func (e *emitter) headers(r *facts.Route, s *scope) {
	added, unknown := addedHeaders(s)
	credentials := false
	var anyOrigin *statement
	for _, h := range added {
		switch strings.ToLower(h.arg(0)) {
		case "strict-transport-security":
			r.HSTS = headerValue(h, s, !strings.Contains(strings.ReplaceAll(strings.ToLower(h.arg(1)), " ", ""), "max-age=0"), r.Span)
		case "access-control-allow-origin":
			r.Origins = headerValue(h, s, h.arg(1), r.Span)
			if e.answersEveryone(h.arg(1)) {
				// Whoever asks is answered with its own name.
				r.Origins = headerValue(&statement{name: h.name, args: h.args[:1], file: h.file, end: h.end}, s, "*", r.Span)
				r.Origins.Span = h.at(h.args[1])
			}
			if r.Origins.Known() && r.Origins.Value == "*" {
				anyOrigin = h
			}
		case "access-control-allow-credentials":
			credentials = strings.EqualFold(h.arg(1), "true")
		}
	}
	if anyOrigin != nil && credentials && e.answersEveryone(anyOrigin.arg(1)) {
		r.AnyOriginWithCredentials = facts.Written(true, anyOrigin.written())
	}
	if r.HSTS.State == facts.Unset {
		if !unknown.IsZero() {
			r.HSTS = facts.Undecided[bool](unknown, facts.OutsideRepository)
		} else {
			r.HSTS = facts.ByDefault(false, r.Span, "nginx adds no header unless add_header does")
		}
	}
	e.conditionalOrigins(r, s)
}

// answersEveryone reports whether a header's value is the origin of whoever asks: the variable itself, or one that a map makes of
// every origin.
func (e *emitter) answersEveryone(value string) bool {
	if uses(value, "http_origin") {
		return true
	}
	if !strings.HasPrefix(value, "$") {
		return false
	}
	m := e.maps[variableName(value)]
	if m == nil || !uses(m.arg(0), "http_origin") {
		return false
	}
	for _, d := range m.block {
		if d.name.text == "default" && uses(d.arg(0), "http_origin") {
			return true
		}
	}
	return false
}

// headerValue states a header's value.
func headerValue[T any](d *statement, s *scope, value T, effect facts.Span) facts.Stated[T] {
	if reason := undecided(d); reason != facts.NoReason {
		return facts.Undecided[T](d.written(), reason)
	}
	span := d.written()
	if len(d.args) > 1 {
		span = d.at(d.args[1])
	}
	out := facts.Stated[T]{Value: value, Span: span, State: facts.Inherited, Why: s.takesEffect(effect)}
	for _, own := range s.own {
		if own.name == d.name && own.file == d.file {
			out.State, out.Why = facts.Explicit, nil
		}
	}
	return out
}

// addedHeaders returns the add_header directives that count: all of the nearest level that has one, and none of the
// outer ones unless add_header_inherit (1.29.3) merges them. The span is of an include that may hold others.
func addedHeaders(s *scope) ([]*statement, facts.Span) {
	var out []*statement
	for at := s; at != nil; at = at.parent {
		own := at.named("add_header")
		out = append(out, own...)
		d := (setting{directives: at.named("add_header_inherit")}).last()
		switch {
		case d != nil && d.arg(0) == "off":
			return out, facts.Span{}
		case len(own) > 0 && (d == nil || d.arg(0) != "merge"):
			return out, facts.Span{}
		case len(own) == 0 && !at.open.IsZero():
			return out, at.open
		}
	}
	return out, facts.Span{}
}

// conditionalOrigins looks at headers that are added under a condition, as answers to preflight requests are.
func (e *emitter) conditionalOrigins(r *facts.Route, s *scope) {
	if r.Origins.State != facts.Unset {
		return
	}
	for _, d := range s.named("if") {
		for _, h := range d.block {
			if h.name.text != "add_header" || !strings.EqualFold(h.arg(0), "Access-Control-Allow-Origin") || len(h.args) < 2 {
				continue
			}
			switch {
			case e.dependsOn(condition(d), "http_origin"):
				r.Origins = facts.Undecided[string](h.at(h.args[1]), facts.SeveralValues) // those that the condition lets through
			case uses(h.arg(1), "http_origin"), h.arg(1) == "*":
				r.Origins = facts.Written("*", h.at(h.args[1]))
				return
			}
		}
	}
}

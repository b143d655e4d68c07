package apache

import (
	"path"
	"strings"

	"github.com/wirevet/wirevet/facts"
)

// section is a Proxy, Location or If section that may apply to a request.
type section struct {
	scope   *scope
	kind    sectionKind
	pattern bool   // what it names is a regular expression
	names   string // the path or URL
	outer   bool   // it stands outside of the virtual host
}

type sectionKind uint8

const (
	proxySection sectionKind = iota
	locationSection
	ifSection
)

// sectionsOf returns the sections of the server's context and of a virtual host, in httpd's order: Proxy, Location, If, each
// as they stand, the server's own first (ap_process_request_internal in server/request.c).
func (e *emitter) sectionsOf(v *server) []*section {
	var proxies, locations, ifs []*section
	for i, s := range v.levels {
		for _, d := range s.section.block {
			if !d.section {
				continue
			}
			out := &section{scope: newScope(d), names: d.arg(0), outer: i < len(v.levels)-1}
			switch d.name {
			case "<proxy", "<proxymatch":
				out.pattern = d.name == "<proxymatch"
				proxies = append(proxies, out)
			case "<location", "<locationmatch":
				out.kind, out.scope.group, out.pattern = locationSection, locationSection, d.name == "<locationmatch"
				if out.names == "~" {
					out.pattern, out.names = true, d.arg(1)
				}
				locations = append(locations, out)
			case "<if", "<elseif", "<else":
				out.kind = ifSection
				ifs = append(ifs, out)
			}
		}
	}
	return append(append(proxies, locations...), ifs...)
}

// request is one that a server may be asked, as far as settings depend on it.
type request struct {
	path  string // as it comes in
	https answer
	port  string
	names []string
	to    string // the URL that it is handed on to; empty when it is not
}

// under reports whether a path is, or is below, another one, as Location and ProxyPass have it (location_walk, alias_match):
// /mcp has /mcp/x below it but not /mcpx, and /mcp/ has not /mcp.
func under(p, prefix string) bool {
	if !strings.HasPrefix(p, prefix) {
		return false
	}
	return strings.HasSuffix(prefix, "/") || len(p) == len(prefix) || p[len(prefix)] == '/'
}

// applies says whether a section holds for a request.
func (e *emitter) applies(s *section, r request) answer {
	switch s.kind {
	case proxySection:
		return e.appliesToURL(s, r.to)
	case ifSection:
		return unknown // one by one, see conditions
	}
	switch {
	case unknownText(s.names) != facts.NoReason:
		return unknown
	case s.pattern:
		return e.match(r.path, s.names, false)
	case strings.ContainsAny(s.names, "*?["):
		matched, err := path.Match(s.names, r.path)
		if err != nil {
			return unknown
		}
		return answerOf(matched)
	}
	return answerOf(under(r.path, s.names))
}

// appliesToURL says whether a Proxy section holds for what is handed on (proxy_walk): it names a beginning of the URL.
func (e *emitter) appliesToURL(s *section, to string) answer {
	switch {
	case to == "":
		return no
	case s.names == "*":
		return yes
	case unknownText(s.names) != facts.NoReason || unknownText(to) != facts.NoReason:
		return unknown
	case s.pattern:
		return e.match(to, s.names, false)
	case strings.ContainsAny(s.names, "*?["):
		matched, err := path.Match(s.names, to)
		if err != nil || strings.Contains(s.names, "*") && !matched {
			return unknown // a * of httpd's reaches over slashes
		}
		return answerOf(matched)
	}
	return answerOf(strings.HasPrefix(to, s.names))
}

// levelsFor returns all that is merged for a request: server, virtual host, and the sections that hold for it; the If sections last,
// those in others too (ap_if_walk in server/request.c of 2.4.67). What may hold stands in with its directives marked as conditional.
func (e *emitter) levelsFor(v *server, r request) levels {
	out := append(levels(nil), v.levels...)
	var ifs, nested []*scope
	for _, s := range v.sections {
		if s.kind == ifSection {
			ifs = append(ifs, s.scope)
			continue
		}
		holds := e.applies(s, r)
		if out = apply(out, s.scope, holds); holds != no {
			nested = append(nested, e.ifsIn(s, r, holds)...)
		}
	}
	for _, s := range append(e.holding(ifs, r, yes), nested...) {
		s.group = ifSection
		out = append(out, s)
	}
	return out
}

// ifsIn returns the If sections of another one that hold, or may hold, for a request.
func (e *emitter) ifsIn(s *section, r request, holds answer) []*scope {
	var inner []*scope
	for _, d := range s.scope.section.block {
		switch d.name {
		case "<if", "<elseif", "<else":
			inner = append(inner, newScope(d))
		}
	}
	return e.holding(inner, r, holds)
}

// holding returns those of If, ElseIf and Else sections that hold, or may hold, where what they stand in does.
func (e *emitter) holding(sections []*scope, r request, around answer) (out levels) {
	before := no // whether the If or ElseIf before an Else holds
	for _, s := range sections {
		var holds answer
		holds, before = e.conditionOf(s.section, r, before)
		out = apply(out, s, holds.and(around))
	}
	return out
}

func apply(out levels, s *scope, holds answer) levels {
	switch holds {
	case yes:
		return append(out, s)
	case unknown:
		possible := newScope(maybe(s.section))
		possible.group = s.group
		return append(out, possible)
	}
	return out
}

// maybe returns a section of which it is not known whether it holds.
func maybe(d *statement) *statement {
	out := *d
	out.conditional, out.block = facts.SeveralValues, make([]*statement, len(d.block))
	for i, inner := range d.block {
		out.block[i] = maybe(inner)
	}
	return &out
}

// conditionOf says whether an If, ElseIf or Else holds. before is whether one of its chain before it does.
func (e *emitter) conditionOf(d *statement, r request, before answer) (holds, chain answer) {
	if text := d.rest(0); deniesAll(d) && (asksOrigin(text) || carriesCredential(text)) {
		return no, unknown // a check of its own: see turnedAway
	}
	switch d.name {
	case "<if":
		holds = e.expression(d.rest(0), r)
		return holds, holds
	case "<elseif":
		holds = e.expression(d.rest(0), r).and(before.not())
		return holds, holds.or(before)
	}
	return before.not(), yes
}

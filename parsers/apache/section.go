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
				out.kind, out.pattern = locationSection, d.name == "<locationmatch"
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

// levelsFor returns all that is merged for a request: server, virtual host, and the sections that hold for it. What may hold
// stands in with its directives marked as conditional.
func (e *emitter) levelsFor(v *server, r request) levels {
	out := append(levels(nil), v.levels...)
	before := no // whether the If or ElseIf before an Else holds
	for _, s := range v.sections {
		var holds answer
		if s.kind == ifSection {
			holds, before = e.conditionOf(s, r, before)
		} else {
			holds = e.applies(s, r)
		}
		out = e.apply(out, s.scope, holds)
		if s.kind != locationSection || holds == no {
			continue
		}
		inner := no
		for _, d := range s.scope.section.block {
			if d.name == "<if" || d.name == "<elseif" || d.name == "<else" {
				nested := &section{scope: newScope(d), kind: ifSection, names: d.rest(0)}
				var answer answer
				answer, inner = e.conditionOf(nested, r, inner)
				out = e.apply(out, nested.scope, answer.and(holds))
			}
		}
	}
	return out
}

func (e *emitter) apply(out levels, s *scope, holds answer) levels {
	switch holds {
	case yes:
		return append(out, s)
	case unknown:
		return append(out, newScope(maybe(s.section)))
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
func (e *emitter) conditionOf(s *section, r request, before answer) (holds, chain answer) {
	d := s.scope.section
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

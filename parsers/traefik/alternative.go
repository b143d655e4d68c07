package traefik

import (
	"slices"
	"strings"

	"github.com/wirevet/wirevet/facts"
)

// alternative is one way to match a rule. What it matches is for any of its hosts, and all else of it holds.
type alternative struct {
	hosts   []facts.Word // empty for every host
	pattern bool         // which hosts, a regular expression says
	path    facts.Word   // without a text for every path
	kind    kind         // of the path; otherKind without one
	limits  []facts.Stated[string]
	origin  bool     // a header Origin is asked for
	others  []string // what else has to hold, sorted
	unknown facts.Reason
}

// narrow takes the matchers in. It reports false when no request is matched by all of them.
func (a *alternative) narrow(way []*matcher) bool {
	for _, m := range way {
		if m.not {
			continue
		}
		switch m.kind {
		case hostKind:
			if !a.narrowHost(m.args[0]) {
				return false
			}
		case exactPath, pathPrefix, pathPattern:
			if !a.narrowPath(m) {
				return false
			}
		case hostPattern:
			a.pattern = true
			if !everyHost(m.args[0].Text) {
				a.others = append(a.others, m.text())
			}
		case addressKind:
			if a.limits != nil {
				a.others = append(a.others, m.text())
				continue
			}
			for _, w := range m.args {
				a.limits = append(a.limits, stated(w))
			}
		default:
			a.origin = a.origin || m.asksOrigin()
			a.others = append(a.others, m.text())
		}
	}
	for _, m := range way {
		switch {
		case !m.not || a.misses(m):
		case a.excluded(m):
			return false
		default:
			a.origin = a.origin || m.asksOrigin() && strings.HasSuffix(m.name, "Regexp") && everyValue(m.args[1].Text) // then there is none
			a.others = append(a.others, "!"+m.text())
		}
	}
	a.pattern = a.pattern && len(a.hosts) == 0
	slices.Sort(a.others)
	a.others = slices.Compact(a.others)
	return true
}

// excluded reports whether all of the alternative is what a matcher matches.
func (a *alternative) excluded(m *matcher) bool {
	switch m.kind {
	case hostKind:
		return m.args[0].Text == "*" || len(a.hosts) > 0 && hostCovers(m.args[0].Text, a.hosts[0].Text)
	case exactPath, pathPrefix, pathPattern:
		return pathCovers(m.args[0].Text, m.kind, a.path.Text, a.kind)
	}
	return false
}

// misses reports whether nothing of the alternative is what a matcher matches.
func (a *alternative) misses(m *matcher) bool {
	text := m.args[0].Text
	switch m.kind {
	case hostKind:
		return text != "*" && len(a.hosts) > 0 && !hostCovers(text, a.hosts[0].Text) && !hostCovers(a.hosts[0].Text, text)
	case exactPath, pathPrefix:
		return (a.kind == exactPath || a.kind == pathPrefix && !strings.HasPrefix(text, a.path.Text)) && !pathCovers(text, m.kind, a.path.Text, a.kind)
	}
	return false
}

// asksOrigin reports whether a matcher looks at the header Origin.
func (m *matcher) asksOrigin() bool {
	return strings.HasPrefix(m.name, "Header") && len(m.args) == 2 && strings.EqualFold(m.args[0].Text, "Origin")
}

// everyValue reports whether a pattern matches whatever a header holds.
func everyValue(pattern string) bool {
	switch strings.TrimSuffix(strings.TrimPrefix(pattern, "^"), "$") {
	case "", ".", ".*", ".+":
		return true
	}
	return false
}

func (m *matcher) text() string {
	out := m.name
	for _, w := range m.args {
		out += "\x00" + w.Text
	}
	return out
}

func (a *alternative) narrowHost(w facts.Word) bool {
	switch {
	case w.Text == "*":
	case len(a.hosts) == 0, hostCovers(a.hosts[0].Text, w.Text):
		a.hosts = []facts.Word{w}
	default:
		return hostCovers(w.Text, a.hosts[0].Text)
	}
	return true
}

func (a *alternative) narrowPath(m *matcher) bool {
	w, is := m.args[0], m.kind
	if is != pathPattern && strings.Contains(w.Text, "{") && unknown(w) == facts.NoReason {
		is = pathPattern // of Traefik 2
	}
	switch {
	case a.kind == otherKind || pathCovers(a.path.Text, a.kind, w.Text, is):
		a.path, a.kind = w, is
	case pathCovers(w.Text, is, a.path.Text, a.kind):
	case a.kind != pathPattern && is != pathPattern:
		return false
	case is != pathPattern:
		a.others = append(a.others, "PathRegexp\x00"+a.path.Text)
		a.path, a.kind = w, is
	default:
		a.others = append(a.others, "PathRegexp\x00"+w.Text)
	}
	return true
}

// everyHost reports whether a pattern is one that every name matches.
func everyHost(pattern string) bool {
	if name, regular, named := strings.Cut(strings.TrimSuffix(pattern, "}"), ":"); named && strings.HasPrefix(name, "{") {
		pattern = regular // of Traefik 2
	}
	pattern = strings.TrimSuffix(strings.TrimPrefix(pattern, "^"), "$")
	return pattern == ".+" || pattern == ".*"
}

// hostCovers reports whether a host that a rule names is any that another one does: *.example.com is for one label more
// (DomainMatchHostExpression).
func hostCovers(wide, narrow string) bool {
	if strings.EqualFold(wide, narrow) {
		return true
	}
	_, domain, _ := strings.Cut(narrow, ".")
	return strings.HasPrefix(wide, "*.") && strings.EqualFold(wide[2:], domain)
}

// pathCovers reports whether one path is all that another one is.
func pathCovers(wide string, wideKind kind, narrow string, narrowKind kind) bool {
	switch wideKind {
	case otherKind:
		return true
	case pathPrefix:
		return wide == "/" || narrowKind != pathPattern && narrowKind != otherKind && strings.HasPrefix(narrow, wide)
	}
	return wideKind == narrowKind && wide == narrow
}

// covers reports whether a way to match a rule matches all that another one does.
func (a *alternative) covers(b *alternative) bool {
	if a.unknown != facts.NoReason || b.unknown != facts.NoReason || !pathCovers(a.path.Text, a.kind, b.path.Text, b.kind) {
		return false
	}
	if len(a.limits) > 0 && !slices.EqualFunc(a.limits, b.limits, func(x, y facts.Stated[string]) bool { return x.Value == y.Value }) {
		return false
	}
	for _, condition := range a.others {
		if !slices.Contains(b.others, condition) {
			return false
		}
	}
	if len(a.hosts) == 0 {
		return true
	}
	for _, h := range b.hosts {
		if !slices.ContainsFunc(a.hosts, func(o facts.Word) bool { return hostCovers(o.Text, h.Text) }) {
			return false
		}
	}
	return len(b.hosts) > 0
}

package envoy

import "strings"

// pathKind is how a matcher compares the path of a request.
type pathKind uint8

const (
	anyPath pathKind = iota // no matcher says anything of it
	prefixPath
	exactPath
	separatedPath // the prefix ends where a segment does
	patternPath
)

// pathMatch is which requests a matcher takes.
type pathMatch struct {
	kind pathKind
	node node // what names the path
	// conditional is true when something else has to match as well.
	conditional bool
	insensitive bool
}

// pathOf reads a RouteMatch.
func pathOf(match node) pathMatch {
	var p pathMatch
	for _, f := range [...]struct {
		name string
		kind pathKind
	}{{"prefix", prefixPath}, {"path", exactPath}, {"path_separated_prefix", separatedPath}, {"regex", patternPath}} {
		if n := match.get(f.name); n.present() {
			p.kind, p.node = f.kind, n
		}
	}
	if n := match.get("safe_regex", "regex"); n.present() {
		p.kind, p.node = patternPath, n
	}
	if n := match.get("path_match_policy", "typed_config", "path_template"); n.present() {
		p.kind, p.node = patternPath, n
	}
	if n := match.get("case_sensitive"); n.present() && !n.isTrue() {
		p.insensitive = true
	}
	for _, f := range [...]string{
		"headers", "query_parameters", "cookies", "runtime_fraction", "grpc", "tls_context", "dynamic_metadata", "filter_state", "connect_matcher",
		"path_match_policy",
	} {
		p.conditional = p.conditional || match.get(f).present()
	}
	if p.kind != anyPath && p.node.unknown() != 0 {
		p.kind = patternPath
	}
	return p
}

// text returns the path, "/" for all.
func (p pathMatch) text() string {
	switch {
	case p.kind == anyPath || p.node.text() == "":
		return "/"
	case p.insensitive:
		return strings.ToLower(p.node.text())
	}
	return p.node.text()
}

// all reports whether every path matches.
func (p pathMatch) all() bool {
	switch p.kind {
	case anyPath:
		return true
	case prefixPath:
		return p.text() == "/"
	case patternPath:
		text := strings.Trim(p.node.text(), "^$")
		return text == ".*" || text == "/.*"
	}
	return false
}

// covers reports whether every path that q takes is taken by p. It is sure of a yes only.
func (p pathMatch) covers(q pathMatch) bool {
	a, b := p.text(), q.text()
	switch {
	case p.all():
		return true
	case q.insensitive && !p.insensitive:
		return false
	case p.kind == patternPath || q.kind == patternPath:
		return p.kind == q.kind && a == b
	case p.kind == prefixPath:
		return q.kind != anyPath && strings.HasPrefix(b, a)
	case p.kind == separatedPath:
		return b == a && q.kind != prefixPath || q.kind != anyPath && strings.HasPrefix(b, a+"/")
	}
	return q.kind == exactPath && a == b
}

// touches reports whether some path may be taken by both.
func (p pathMatch) touches(q pathMatch) bool {
	if p.kind == patternPath || q.kind == patternPath {
		return true
	}
	if p.insensitive || q.insensitive {
		p.insensitive, q.insensitive = true, true // some spelling of a path is taken by both
	}
	if p.covers(q) || q.covers(p) {
		return true
	}
	a, b := p.text(), q.text()
	return p.kind != exactPath && q.kind != exactPath && (strings.HasPrefix(a, b) || strings.HasPrefix(b, a))
}

// taken is the paths that earlier routes of a virtual host have taken.
type taken struct {
	all     bool
	exact   map[pathMatchText]bool
	pattern map[pathMatchText]bool
	prefix  map[pathMatchText]bool // those that end anywhere
	parted  map[pathMatchText]bool // those that end with a segment
}

type pathMatchText struct {
	text        string
	insensitive bool
}

// add takes what a matcher takes.
func (t *taken) add(p pathMatch) {
	key := pathMatchText{p.text(), p.insensitive}
	switch {
	case p.all():
		t.all = true
	case p.kind == prefixPath:
		t.prefix = with(t.prefix, key)
	case p.kind == separatedPath:
		t.parted = with(t.parted, key)
	case p.kind == patternPath:
		t.pattern = with(t.pattern, key)
	default:
		t.exact = with(t.exact, key)
	}
}

func with(set map[pathMatchText]bool, key pathMatchText) map[pathMatchText]bool {
	if set == nil {
		set = map[pathMatchText]bool{}
	}
	set[key] = true
	return set
}

// covers reports whether nothing is left of what a matcher takes.
func (t *taken) covers(q pathMatch) bool {
	if t.all || q.kind == anyPath {
		return t.all
	}
	return q.insensitive && t.coversText(q, strings.ToLower(q.text()), true) ||
		!q.insensitive && (t.coversText(q, q.text(), false) || t.coversText(q, strings.ToLower(q.text()), true))
}

func (t *taken) coversText(q pathMatch, text string, insensitive bool) bool {
	whole := pathMatchText{text, insensitive}
	if q.kind == patternPath {
		return t.pattern[whole] // the same one
	}
	if q.kind == exactPath && t.exact[whole] || q.kind != prefixPath && t.parted[whole] {
		return true
	}
	for i := 0; i <= len(text) && (t.prefix != nil || t.parted != nil); i++ {
		begin := pathMatchText{text[:i], insensitive}
		if t.prefix[begin] || i < len(text) && text[i] == '/' && t.parted[begin] {
			return true
		}
	}
	return false
}

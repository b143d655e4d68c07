package link

import (
	"path"
	"slices"
	"strings"

	"github.com/wirevet/wirevet/facts"
)

// findMCP decides which routes of proxies carry MCP, and marks what lies on their path: the location, the server, and
// the server that owns the address. Everything else of a proxy has nothing to do with MCP.
func findMCP(s *facts.System) {
	if len(s.Routes) == 0 {
		return
	}
	called := calledHosts(s.Remotes)
	for _, r := range s.Routes {
		if r.Entry == nil || r.Entry.Host != nil || r.Entry.Relevance != facts.Unrelated {
			// What a parser has settled, or another route of the same location.
			r.MCP = r.MCP || r.Entry != nil && r.Entry.Host == nil && r.Entry.Relevance == facts.OnPath && !r.Redirect
		} else {
			r.MCP = r.MCP || !r.Redirect && (namesMCP(r) || isCalled(called, r))
		}
		if !r.MCP {
			continue
		}
		bringNear(r.Entry)
		if r.Listener != nil {
			bringNear(r.Listener.Entry)
		}
		if r.Upstream != nil {
			bringNear(r.Upstream.Entry) // a group of servers may have an entry of its own, which several routes share
		}
	}
}

// bringNear marks an entry as lying on the path of MCP, when it is not nearer already.
func bringNear(e *facts.Entry) {
	if e != nil && e.Relevance > facts.OnPath {
		e.Relevance = facts.OnPath
	}
}

// namesMCP reports whether a name on the way says so: the path, the host, the next hop, the file. Only where something
// is handed on: the pages beside an endpoint are none.
func namesMCP(r *facts.Route) bool {
	if r.Upstream == nil {
		return false
	}
	if hasWord(r.Path, "mcp") || hopHas(r.Upstream, "mcp") || namedForMCP(r) {
		return true
	}
	if slices.ContainsFunc(r.Instead, func(place string) bool { return hasWord(place, "mcp") }) {
		return true
	}
	// `sse` and `messages` are names of many other things: they count only beside a second sign.
	return r.Streams && (hasWord(r.Path, "sse") || hasWord(r.Path, "messages"))
}

// namedForMCP reports whether the host or the file is named for MCP.
func namedForMCP(r *facts.Route) bool {
	for _, n := range namesOf(r) {
		if n.Known() && hasWord(n.Value, "mcp") {
			return true
		}
	}
	return r.Span.Source != nil && hasWord(path.Base(r.Span.Source.Path), "mcp")
}

// namesOf returns the host names that a route answers to.
func namesOf(r *facts.Route) []facts.Stated[string] {
	switch {
	case len(r.Names) > 0:
		return r.Names
	case r.Listener != nil:
		return r.Listener.Names
	}
	return nil
}

// hopHas reports whether a word is in the name or the address of a next hop.
func hopHas(u *facts.Upstream, word string) bool {
	return hasWord(u.Name, word) || u.Address.Known() && hasWord(u.Address.Value, word)
}

// hasWord reports whether a word, in lower case, is among the words of a name: see nameWords.
func hasWord(name, word string) bool {
	name = strings.ToLower(name)
	for from := 0; ; {
		i := strings.Index(name[from:], word)
		if i < 0 {
			return false
		}
		from += i + len(word)
		if (from == len(word) || !inWord(name[from-len(word)-1])) && (from == len(name) || !inWord(name[from])) {
			return true
		}
	}
}

func inWord(c byte) bool { return c >= 'a' && c <= 'z' || c >= '0' && c <= '9' }

// nameWords cuts a name at whatever is no letter or digit: mcp-gw, github_mcp and mcp.corp have the word mcp, tmcps has not.
func nameWords(name string) []string {
	return strings.FieldsFunc(strings.ToLower(name), func(c rune) bool {
		return (c < 'a' || c > 'z') && (c < '0' || c > '9')
	})
}

// calledHosts returns the paths that hosts call, by host name.
func calledHosts(remotes []*facts.Remote) map[string][]string {
	out := map[string][]string{}
	for _, r := range remotes {
		if r.Address.Known() && r.Exposure != facts.Loopback && !strings.HasPrefix(r.Scheme.Value, "grpc") { // a program's own service
			out[r.Address.Value] = append(out[r.Address.Value], r.Path)
		}
	}
	return out
}

// isCalled reports whether a host of these files connects to the route.
func isCalled(called map[string][]string, r *facts.Route) bool {
	for _, place := range r.Instead {
		host, rest, _ := strings.Cut(place, "/")
		if slices.ContainsFunc(called[host], func(p string) bool { return strings.HasPrefix(p, "/"+rest) }) {
			return true
		}
	}
	if r.Listener == nil || r.Pattern {
		return false
	}
	for _, n := range namesOf(r) {
		if !n.Known() {
			continue
		}
		for _, p := range called[n.Value] {
			if longestPrefix(r, p) {
				return true
			}
		}
	}
	return false
}

// longestPrefix reports whether a path leads to the route, and to none that names more of it.
func longestPrefix(r *facts.Route, p string) bool {
	if !strings.HasPrefix(p, r.Path) {
		return false
	}
	for _, other := range r.Listener.Routes {
		if !other.Pattern && len(other.Names) == 0 && len(other.Path) > len(r.Path) && strings.HasPrefix(p, other.Path) {
			return false
		}
	}
	return true
}

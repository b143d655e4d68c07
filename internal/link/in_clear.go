package link

import (
	"slices"
	"strings"

	"github.com/wirevet/wirevet/facts"
)

// takeInClear tells the routes for everything, of listeners without TLS, which MCP they take along: what the listener beside it that has
// TLS and the same name hands on to the same next hop, and no other route in clear is for.
func takeInClear(s *facts.System) {
	for _, r := range s.Routes {
		l := r.Listener
		if r.MCP || r.Path != "/" || r.Pattern || r.Redirect || r.Refuses || r.Upstream == nil || l == nil || l.Encrypted == nil ||
			!l.TLS.Known() || l.TLS.Value {
			continue
		}
		for _, mcp := range l.Encrypted.Routes {
			if mcp.MCP && !mcp.Redirect && !mcp.Refuses && sameHop(r.Upstream, mcp.Upstream) && shareName(r, mcp) && !takenByOther(l, r, mcp) {
				r.Takes = mcp
				bringNear(r.Entry)
				bringNear(l.Entry)
				break
			}
		}
	}
}

// sameHop reports whether two next hops are one: the same group of servers, or the same address.
func sameHop(a, b *facts.Upstream) bool {
	if a == nil || b == nil {
		return false
	}
	if a.Name != "" || b.Name != "" {
		return a.Name == b.Name
	}
	return a.Address.Known() && b.Address.Known() && a.Address.Value == b.Address.Value && a.Port == b.Port
}

// shareName reports whether a host name leads to both routes.
func shareName(a, b *facts.Route) bool {
	return len(a.Names) == 0 || len(b.Names) == 0 || slices.ContainsFunc(a.Names, func(n facts.Stated[string]) bool {
		return slices.ContainsFunc(b.Names, func(m facts.Stated[string]) bool { return n.Known() && m.Known() && n.Value == m.Value })
	})
}

// takenByOther reports whether another route of the listener is, or may be, for the requests of the one that carries MCP.
func takenByOther(l *facts.Listener, r, mcp *facts.Route) bool {
	return slices.ContainsFunc(l.Routes, func(q *facts.Route) bool {
		return q != r && (q.Pattern || strings.HasPrefix(mcp.Path, q.Path) || mcp.Pattern && strings.Contains(mcp.Path, q.Path))
	})
}

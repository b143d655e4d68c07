// Package listener holds what is the same of all servers and proxies: what a listener's routes and names say of it.
package listener

import (
	"slices"
	"strings"

	"github.com/wirevet/wirevet/facts"
)

// OnlyRedirects reports whether none of the routes does more than to send clients to TLS, or to answer who renews a
// certificate or asks whether the server is alive. own are the paths at which the product shows its own state.
func OnlyRedirects(routes []*facts.Route, own ...string) bool {
	for _, r := range routes {
		if !r.Redirect && !r.Refuses && !Harmless(r.Path, own...) {
			return false
		}
	}
	return len(routes) > 0
}

// Harmless reports whether a path is for who renews a certificate, asks whether the server is alive, or looks at its state.
func Harmless(path string, own ...string) bool {
	first, _, _ := strings.Cut(strings.Trim(path, "^/$"), "/")
	first = strings.TrimPrefix(first, `\`)
	switch first {
	case ".well-known", "health", "healthz", "livez", "readyz", "ready", "ping", "metrics", "favicon.ico", "robots.txt":
		return true
	}
	return slices.Contains(own, first)
}

// Pair tells each listener without TLS which other one of its configuration serves the same names over TLS: of the same entry,
// or of another with one of its names.
func Pair(listeners []*facts.Listener) {
	byName, byEntry := map[string]*facts.Listener{}, map[*facts.Entry]*facts.Listener{}
	for _, l := range listeners {
		if !l.TLS.Known() || !l.TLS.Value {
			continue
		}
		byEntry[l.Entry] = l
		for _, n := range l.Names {
			if n.Known() && byName[n.Value] == nil {
				byName[n.Value] = l
			}
		}
	}
	for _, l := range listeners {
		if !l.TLS.Known() || l.TLS.Value {
			continue
		}
		l.Encrypted = byEntry[l.Entry]
		for _, n := range l.Names {
			if l.Encrypted == nil && n.Known() {
				l.Encrypted = byName[n.Value]
			}
		}
	}
}

package caddy

import (
	"strings"

	"github.com/wirevet/wirevet/facts"
)

// address is the address of a site: [scheme://]host[:port][/path] (httpcaddyfile.ParseAddress).
type address struct {
	word
	scheme, host, port, path string
}

func newAddress(w word) address {
	a := address{word: w}
	rest := w.text
	if before, after, has := strings.Cut(rest, "://"); has {
		a.scheme, rest = strings.ToLower(before), after
	}
	if i := strings.IndexByte(rest, '/'); i >= 0 {
		rest, a.path = rest[:i], rest[i:]
	}
	host, port := splitHost(rest)
	a.host, a.port = strings.ToLower(host), port
	if w.unknown == facts.NoReason && strings.Contains(w.text, "{") {
		a.unknown = facts.UnknownVariable
	}
	return a
}

// listenPort returns the port that an address is served on.
func (a *address) listenPort(o *options) facts.Stated[string] {
	switch {
	case a.unknown != facts.NoReason && a.port == "":
		return facts.Undecided[string](a.span, a.unknown)
	case strings.Contains(a.port, "{"):
		return facts.Undecided[string](a.span, a.unknown)
	case a.port != "":
		return facts.Written(a.port, a.span)
	case a.scheme == "http":
		return port(o.httpPort, "80", a.span, httpWhy)
	}
	return port(o.httpsPort, "443", a.span, httpsWhy)
}

// name returns the host as rules judge it.
func (a *address) name() (facts.Stated[string], bool) {
	switch {
	case a.unknown != facts.NoReason:
		return facts.Undecided[string](a.span, a.unknown), true
	case a.host == "":
		return facts.Stated[string]{}, false
	}
	return facts.Written(a.host, a.span), true
}

// splitHost cuts host:port. The brackets of IPv6 are no part of the host; without them it has no port.
func splitHost(text string) (host, port string) {
	if inner, behind, bracketed := strings.Cut(strings.TrimPrefix(text, "["), "]"); bracketed {
		return inner, strings.TrimPrefix(behind, ":")
	}
	if i := strings.IndexByte(text, ':'); i >= 0 && strings.IndexByte(text[i+1:], ':') < 0 {
		return text[:i], text[i+1:]
	}
	return text, ""
}

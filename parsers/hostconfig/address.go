package hostconfig

import (
	"cmp"
	"strings"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/parsers/launch"
	"github.com/wirevet/wirevet/parsers/tree"
)

// addressKeys are the keys that hold a URL, in the order in which a host that knows several takes them.
var addressKeys = [...]string{"url", "serverUrl", "httpUrl", "uri", "endpoint"}

// address returns the URL that the host uses, and the key that it stands under; nil when there is none.
func (e *entry) address() (*tree.Node, string) {
	keys := addressKeys[:]
	if e.h.infer.httpURL {
		keys = []string{"httpUrl", "url"}
	}
	if e.h.infer.tcp {
		keys = append(keys, "tcp")
	}
	for _, key := range keys {
		if n := e.value(key); n != nil && n.Kind == tree.String && strings.TrimSpace(n.Text) != "" {
			return n, key
		}
	}
	return nil, ""
}

// transportNamed returns the transport that hosts call by a word, which is in lower case.
func transportNamed(word string) facts.Transport {
	switch word {
	case "stdio", "local":
		return facts.Stdio
	case "http", "streamable-http", "streamable_http", "streamablehttp", "streamable", "remote":
		return facts.StreamableHTTP
	case "sse", "http+sse":
		return facts.SSE
	case "ws", "websocket":
		return facts.WebSocket
	}
	return facts.TransportUnknown
}

// statedTransport returns the transport that the entry names; unset when it names none.
func (e *entry) statedTransport() facts.Stated[facts.Transport] {
	for _, key := range [...]string{"type", "transport", "transportType"} {
		n := e.value(key)
		if n == nil || n.Kind != tree.String {
			continue
		}
		if t := transportNamed(strings.ToLower(n.Text)); t != facts.TransportUnknown {
			return facts.Written(t, n.Span(e.src))
		}
		switch {
		case n.Templated || strings.Contains(n.Text, "${"):
			return facts.Undecided[facts.Transport](n.Span(e.src), facts.UnknownVariable)
		case builtIn(n.Text):
			return facts.Stated[facts.Transport]{}
		}
		e.problem(n.Span(e.src), "server %q: %q is no transport that %s knows; expected stdio, http or sse", e.fact.Server, n.Text, e.h.host.Title)
		return facts.Undecided[facts.Transport](n.Span(e.src), facts.SeveralValues)
	}
	return facts.Stated[facts.Transport]{}
}

// builtIn reports whether a type names something that runs inside of the host.
func builtIn(kind string) bool {
	switch kind {
	case "builtin", "platform", "frontend", "inline_python":
		return true
	}
	return false
}

// transportOf returns how the host speaks to the address: as stated, else as it infers.
func (e *entry) transportOf(stated facts.Stated[facts.Transport], key string, address *tree.Node) facts.Stated[facts.Transport] {
	if stated.State == facts.Unresolved || stated.Known() && stated.Value != facts.Stdio {
		return stated
	}
	by := func(t facts.Transport) facts.Stated[facts.Transport] {
		return facts.ByDefault(t, e.fact.Name, e.h.source)
	}
	infer := &e.h.infer
	switch lower := strings.ToLower(address.Text); {
	case stated.Known():
		e.problem(stated.Span, "server %q has a URL, but its type is stdio; %s needs a command then", e.fact.Server, e.h.host.Title)
		return facts.Stated[facts.Transport]{}
	case strings.HasPrefix(lower, "ws://"), strings.HasPrefix(lower, "wss://"), key == "tcp":
		return by(facts.WebSocket)
	case key == "httpUrl":
		return by(facts.StreamableHTTP)
	case infer.required, infer.stdio:
		e.problem(e.fact.Name, "server %q has a URL but no type, which %s refuses; add \"type\": %q", e.fact.Server, e.h.host.Title, cmp.Or(infer.word, "http"))
		return facts.Stated[facts.Transport]{}
	case infer.address != facts.TransportUnknown:
		return by(infer.address)
	}
	return facts.Stated[facts.Transport]{}
}

// addRemote reads the address that the host connects to.
func (e *entry) addRemote(n *tree.Node, transport facts.Stated[facts.Transport]) {
	e.remote = launch.ReadURL(e.fact, e.word(n), e.out)
	e.remote.Transport = transport
	e.out.Remotes = append(e.out.Remotes, e.remote)
	e.checkForms(n)
	if !strings.Contains(n.Text, "://") && e.remote.Exposure != facts.Loopback && !strings.ContainsAny(n.Text, "${}") {
		e.problem(n.Span(e.src), "server %q: expected a URL with a scheme, such as https://%s", e.fact.Server, e.remote.Span.Source.Text(e.word(n).Content()))
	}
}

// scanLostAddresses looks for credentials in the addresses that the host does not use.
func (e *entry) scanLostAddresses(used *tree.Node) {
	for _, key := range addressKeys {
		if n := e.value(key); n != nil && n != used && n.Kind == tree.String {
			e.secret(key, n, facts.InField)
		}
	}
}

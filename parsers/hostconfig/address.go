package hostconfig

import (
	"strings"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/parsers/launch"
	"github.com/wirevet/wirevet/parsers/tree"
)

// address returns the URL that the host uses, and the key that it stands under; nil when there is none.
func (e *entry) address() (*tree.Node, string) {
	keys := []string{"url", "serverUrl", "httpUrl", "uri", "endpoint"}
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

// transports are the words by which hosts name a transport, in lower case.
var transports = map[string]facts.Transport{
	"stdio": facts.Stdio, "local": facts.Stdio,
	"http": facts.StreamableHTTP, "streamable-http": facts.StreamableHTTP, "streamable_http": facts.StreamableHTTP,
	"streamablehttp": facts.StreamableHTTP, "streamable": facts.StreamableHTTP, "remote": facts.StreamableHTTP,
	"sse": facts.SSE, "http+sse": facts.SSE,
	"ws": facts.WebSocket, "websocket": facts.WebSocket,
}

// statedTransport returns the transport that the entry names; unset when it names none.
func (e *entry) statedTransport() facts.Stated[facts.Transport] {
	for _, key := range [...]string{"type", "transport", "transportType"} {
		n := e.value(key)
		if n == nil || n.Kind != tree.String {
			continue
		}
		if t, ok := transports[strings.ToLower(n.Text)]; ok {
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
		e.problem(e.fact.Name, "server %q has a URL but no type, which %s refuses; add \"type\": \"http\"", e.fact.Server, e.h.host.Title)
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

// scanURL looks for credentials in an address that the host does not use.
func (e *entry) scanURL(n *tree.Node) { e.secret("url", n, facts.InField) }

package gofacts

import (
	"go/ast"
	"slices"
	"strings"

	"github.com/wirevet/wirevet/facts"
)

func (r *reader) readListenerTLS(out *facts.Listener, call *ast.CallExpr, l listening, served handled) {
	switch {
	case l.either:
		out.TLS = facts.Undecided[bool](r.span(call.Fun), facts.SeveralValues)
		return
	case l.tls:
		out.TLS = facts.Written(true, r.span(call.Fun))
		if l.configured {
			return // where it is made
		}
		if l.config != nil {
			out.Policy = r.policyOf(l.config)
		} else {
			out.Policy = &facts.TLSPolicy{
				Entry: r.pkg.Entry, Span: r.span(call.Fun), Setting: "tls.Config", Role: facts.TLSServer,
				Subject: r.subjectOf(call, facts.TLSServer), Lowest: r.defaultFloor(facts.TLSServer, r.span(call.Fun)),
			}
			if l.product == "fiber" {
				out.Policy.Lowest = facts.ByDefault(facts.TLS12, r.span(call.Fun), "fiber sets it")
			}
			if l.clientCertificates {
				out.Policy.ClientAuth = facts.Written(facts.RequireAndVerify, r.span(call.Fun))
			}
			r.facts.TLS = append(r.facts.TLS, out.Policy)
		}
		return
	case r.alsoWithTLS(call, l):
		out.TLS = facts.Undecided[bool](r.span(call.Fun), facts.SeveralValues)
		return
	}
	out.TLS = facts.Written(false, r.span(call.Fun))
	for _, e := range served.endpoints {
		if e.made != nil && e.settings.tls.State != facts.Unset && l.product == "mcp-go" {
			out.TLS = e.settings.tls
		}
	}
}

// alsoWithTLS reports whether the same server is served with TLS elsewhere, so that the configuration chooses.
func (r *reader) alsoWithTLS(call *ast.CallExpr, l listening) bool {
	fn := r.functionAround(call)
	for symbol := range serving {
		if !strings.HasSuffix(symbol, "TLS") {
			continue
		}
		for _, other := range r.calls[symbol] {
			if fun, ok := other.Fun.(*ast.SelectorExpr); ok && l.server != nil && slices.ContainsFunc(r.objectsPassed(fun.X), l.server.is) {
				return true
			}
			if l.made != nil && r.callBehind(receiver(other)) == l.made {
				return true
			}
			if l.helper && r.functionAround(other) == fn {
				return true
			}
		}
	}
	return false
}

// readTimeouts states whether the time for a request's header is bounded. ReadTimeout bounds it too (net/http.Server).
func (r *reader) readTimeouts(out *facts.Listener, call *ast.CallExpr, l listening, served handled) {
	server := l.server
	for _, e := range served.endpoints {
		if e.settings.foreign && l.product == "mcp-go" {
			return
		}
		if server == nil && e.settings.server != nil && l.product == "mcp-go" {
			server = e.settings.server
		}
	}
	switch {
	case l.bounded == boundUnknown:
	case l.bounded == bounded:
		out.HeaderTimeout = facts.Written(true, r.span(call.Fun))
	case l.bounded == unbounded:
		out.HeaderTimeout = facts.ByDefault(false, r.span(call.Fun), unboundedServer(l.product))
	case server != nil:
		for _, field := range []string{"ReadHeaderTimeout", "ReadTimeout"} {
			if s := server.last(field); s != nil {
				out.HeaderTimeout = facts.Written(true, r.span(s.node))
				return
			}
		}
		if server.literal != nil {
			out.HeaderTimeout = facts.ByDefault(false, r.span(typeNode(server)), unboundedServer("net/http"))
		}
	case l.helper:
		out.HeaderTimeout = facts.ByDefault(false, r.span(call.Fun), "the server that this starts has no timeouts")
	}
}

func unboundedServer(product string) string {
	if product == "fiber" {
		return "fiber without ReadTimeout waits for ever"
	}
	return "net/http.Server without ReadHeaderTimeout and ReadTimeout waits for ever"
}

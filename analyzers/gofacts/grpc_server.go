package gofacts

import (
	"go/ast"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/wirevet/wirevet/facts"
)

// readGRPCServers states the listeners of gRPC servers that answer tool calls, as the name of a registered service says, or
// the package, which speaks MCP by hand.
func (r *reader) readGRPCServers() {
	for _, call := range r.calls[grpcModule+".Server.Serve"] {
		if len(call.Args) != 1 || r.conditionOf(call).never {
			continue
		}
		made := r.callBehind(receiver(call))
		if made == nil || r.called(made) != grpcModule+".NewServer" || !r.servesToolsOverGRPC(receiver(call)) {
			continue
		}
		for _, l := range r.accepting(call.Args[0], listening{product: "gRPC"}) {
			out := &facts.Listener{Entry: r.pkg.Entry, Product: l.product, Span: r.span(call)}
			r.readAddress(out, call, l)
			r.readGRPCOptions(out, made)
			switch at := r.span(call.Args[0]); {
			case l.tls && !l.either: // of the net.Listener
				out.TLS = facts.Written(true, at)
			case l.either && (!out.TLS.Known() || !out.TLS.Value):
				out.TLS = facts.Undecided[bool](at, facts.SeveralValues)
			}
			r.facts.Listeners = append(r.facts.Listeners, out)
		}
	}
}

// readGRPCOptions states what the options of grpc.NewServer say of TLS and of who may call. Without credentials a server
// takes plain connections (grpc v1.75, server.go: Creds).
func (r *reader) readGRPCOptions(out *facts.Listener, made *ast.CallExpr) {
	at := r.span(made.Fun)
	given := r.optionsIn(made.Args, made.Ellipsis.IsValid())
	out.TLS = facts.ByDefault(false, at, "a gRPC server without credentials does not encrypt")
	out.Authentication = facts.Written(false, at)
	if given.more {
		out.TLS, out.Authentication = facts.Undecided[bool](at, facts.OutsideRepository), facts.Undecided[bool](at, facts.OutsideRepository)
	}
	for _, option := range given.calls {
		switch name := lastPart(r.called(option)); {
		case name == "Creds" && len(option.Args) == 1:
			out.TLS = r.transportSecurity(option.Args[0])
			if c := r.conditionOf(option); c.decided != nil {
				out.TLS = facts.Undecided[bool](r.span(option), c.decided.reason())
			}
			out.Policy = r.grpcPolicy(option.Args[0])
		case strings.HasSuffix(name, "Interceptor"), name == "InTapHandle":
			// It may ask who calls.
			if out.Authentication.Known() {
				out.Authentication = facts.Undecided[bool](r.span(option), facts.OutsideRepository)
			}
		}
	}
	if p := out.Policy; p != nil && p.ClientAuth.Known() && p.ClientAuth.Value == facts.RequireAndVerify {
		out.Authentication = facts.Written(true, p.ClientAuth.Span)
	}
}

func (r *reader) grpcPolicy(e ast.Expr) *facts.TLSPolicy {
	for _, o := range r.origins(e) {
		if call, ok := o.(*ast.CallExpr); ok && r.called(call) == grpcCredentials+".NewTLS" && len(call.Args) == 1 {
			if config := r.objectOf(call.Args[0]); config != nil {
				return r.policyOf(config)
			}
		}
	}
	return nil
}

// namesMCPService recognises services for tool calls by the names of the functions that register them and of the packages
// that declare these: RegisterMcpServer, example.com/api/mcp/v1.
var namesMCPService = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^Register(.*[a-z])?(Mcp|MCP)([A-Z].*)?Server$|(^|[/.])mcp(pb|_?v\d+)?(/[^.]*)?\.Register\w+Server$`)
})

// servesToolsOverGRPC reports whether one of the services on a server is for MCP.
func (r *reader) servesToolsOverGRPC(server ast.Expr) bool {
	obj := r.denoted(ast.Unparen(server))
	if obj == nil {
		return false
	}
	names := r.aliasesOf(obj)
	for _, symbol := range sortedKeys(r.calls) {
		if last := lastPart(symbol); !strings.HasPrefix(last, "Register") || !strings.HasSuffix(last, "Server") {
			continue
		}
		for _, call := range r.calls[symbol] {
			on := slices.ContainsFunc(call.Args, func(arg ast.Expr) bool { return names[r.denoted(ast.Unparen(arg))] })
			if on && (namesMCPService().MatchString(symbol) || namesMCPService().MatchString(lastPart(symbol)) || !r.pkg.SpeaksMCP.IsZero()) {
				return true
			}
		}
	}
	return false
}

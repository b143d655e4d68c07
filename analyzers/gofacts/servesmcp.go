package gofacts

import (
	"go/ast"
	"go/types"

	"github.com/wirevet/wirevet/facts"
)

// servesMCP tells importers that what a function returns serves MCP, and what a request passes before.
type servesMCP struct {
	Transport, Authentication uint8
	Origin, Host              uint8 // 0 not known, 1 not checked, 2 checked
	TLS                       uint8 // likewise, by the SDK's own server
	Opaque                    bool
	Server                    bool // it runs on a server that the other package makes
}

// AFact marks it as a fact.
func (*servesMCP) AFact() {}

func (f *servesMCP) String() string { return "serves MCP" }

// exportHandlers tells importers which functions return a handler of MCP.
func (r *reader) exportHandlers() {
	for f, fn := range r.exportedFunctions() {
		if f.Signature().Results().Len() == 0 {
			continue
		}
		if name := f.Signature().Results().At(0).Type(); !servesRequests(name) {
			continue
		}
		h := r.handlerFunction(fn, 0)
		if len(h.endpoints) == 0 {
			continue
		}
		fact := r.servesMCPOf(h.endpoints[0])
		r.exportServing(f, &fact)
	}
}

func (r *reader) servesMCPOf(e endpoint) servesMCP {
	route := &facts.Route{OriginCheck: e.settings.origin, HostCheck: e.settings.host}
	all, opaque := r.checksBefore(e)
	settleChecks(route, all, opaque, facts.Span{})
	return servesMCP{
		Transport: uint8(e.transport), Authentication: uint8(all.authentication), Opaque: opaque,
		Origin: asNumber(route.OriginCheck), Host: asNumber(route.HostCheck), TLS: asNumber(e.settings.tls),
		Server: e.settings.server != nil,
	}
}

func asNumber(s facts.Stated[bool]) uint8 {
	switch {
	case !s.Known():
		return 0
	case s.Value:
		return 2
	}
	return 1
}

// servesRequests reports whether a type is one of those that handlers have, or not known.
func servesRequests(t types.Type) bool {
	switch typeName(t) {
	case "net/http.Handler", "net/http.ServeMux", "net/http.HandlerFunc", "github.com/gorilla/mux.Router",
		"github.com/go-chi/chi/v5.Router", "github.com/go-chi/chi/v5.Mux", "github.com/gin-gonic/gin.Engine":
		return true
	}
	if answersRequests(t) {
		return true
	}
	if pointer, ok := t.(*types.Pointer); ok {
		t = pointer.Elem()
	}
	return t == types.Typ[types.Invalid]
}

// importedHandler is the endpoint behind a function of another package.
func (r *reader) importedHandler(call *ast.CallExpr) (endpoint, bool) {
	name := calledName(call)
	if name == nil {
		return endpoint{}, false
	}
	fn, ok := r.info.Uses[name].(*types.Func)
	var f servesMCP
	if !ok || fn.Pkg() == r.pass.Pkg || !r.pass.ImportObjectFact(fn, &f) {
		return endpoint{}, false
	}
	return f.endpoint(call, r.span(call.Fun)), true
}

// endpoint is the endpoint behind a call of the function that the fact is about.
func (f *servesMCP) endpoint(call *ast.CallExpr, span facts.Span) endpoint {
	e := endpoint{transport: facts.Transport(f.Transport), made: call}
	e.settings.host, e.settings.origin, e.settings.context = fromNumber(f.Host, span), fromNumber(f.Origin, span), f.Opaque
	e.settings.tls, e.settings.foreign = fromNumber(f.TLS, span), f.Server
	e.settings.authentication = facts.AuthenticationKind(f.Authentication)
	return e
}

func fromNumber(n uint8, span facts.Span) facts.Stated[bool] {
	if n == 0 {
		return facts.Undecided[bool](span, facts.OutsideRepository)
	}
	return facts.Written(n == 2, span)
}

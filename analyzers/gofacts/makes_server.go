package gofacts

import (
	"go/ast"
	"go/types"

	"github.com/wirevet/wirevet/facts"
)

// makesServer tells importers what is known of the http.Server that a function returns.
type makesServer struct {
	Address  []addressPart // empty for none
	Bounded  bool          // the time for a request's header
	TLS      bool          // it has a configuration of TLS
	Handler  int           // the parameter that answers requests; -1 for none
	Endpoint servesMCP     // what is checked before that handler, or the endpoint that the server has itself
}

// addressPart is a piece of an address: a text, or the parameter that gives it.
type addressPart struct {
	Text      string
	Parameter int // -1 for a text, -2 for what is not known
}

// AFact marks it as a fact.
func (*makesServer) AFact() {}

func (f *makesServer) String() string { return "makes an http.Server" }

// exportServers tells importers which functions make an http.Server that may serve MCP.
func (r *reader) exportServers() {
	if len(r.literals["net/http.Server"]) == 0 {
		return
	}
	for f, fn := range r.exportedFunctions() {
		if f.Signature().Results().Len() == 0 {
			continue
		}
		if o := r.returnedServer(fn); o != nil {
			r.exportServer(f, fn, o)
		}
	}
}

// returnedServer is the one http.Server that a function returns, also as the embedded field of what it returns.
func (r *reader) returnedServer(fn *ast.FuncDecl) *object {
	var only *object
	for _, ret := range returnsOf(fn.Body) {
		if len(ret.Results) == 0 {
			return nil
		}
		if isNil(ret.Results[0]) {
			continue // beside an error
		}
		o := serverIn(r, r.objectAt(ret.Results[0], ret.Pos(), 0))
		if o == nil || o.literal == nil || only != nil && !only.is(o) {
			return nil
		}
		only = o
	}
	return only
}

// serverIn is an http.Server, or the one that a struct embeds.
func serverIn(r *reader, o *object) *object {
	if o == nil || o.kind == "net/http.Server" {
		return o
	}
	if s := o.last("Server"); s != nil && s.value != nil {
		if inner := r.objectOf(s.value); inner != nil && inner.kind == "net/http.Server" {
			return inner
		}
	}
	return o
}

func (r *reader) exportServer(f *types.Func, fn *ast.FuncDecl, o *object) {
	fact := &makesServer{Handler: -1, Bounded: o.last("ReadHeaderTimeout") != nil || o.last("ReadTimeout") != nil, TLS: o.last("TLSConfig") != nil}
	if s := o.last("Addr"); s != nil {
		fact.Address = r.addressParts(s.value, fn)
	}
	handler := o.last("Handler")
	if handler == nil || handler.value == nil {
		return // the default mux, which belongs to the whole program
	}
	r.exporting = fn
	served := r.handler(handler.value, 0)
	r.exporting = nil
	if len(served.endpoints) == 0 {
		return
	}
	e := served.endpoints[0]
	if e.parameter > 0 {
		fact.Handler = e.parameter - 1
	}
	fact.Endpoint = r.servesMCPOf(e)
	r.exportServing(f, fact)
}

func (r *reader) addressParts(e ast.Expr, fn *ast.FuncDecl) []addressPart {
	if e == nil {
		return []addressPart{{Parameter: -2}}
	}
	var out []addressPart
	for _, p := range r.text(e) {
		part := addressPart{Text: p.text, Parameter: -1}
		if !p.known {
			part.Parameter = -2
			if of, ok := r.indexed().params[p.value.object]; ok && of.fn == fn && of.position >= 0 && !of.variadic {
				part.Parameter = of.position
			}
		}
		out = append(out, part)
	}
	return out
}

// madeElsewhere reads a server that a function of another package makes.
func (r *reader) madeElsewhere(e ast.Expr, tls bool) *listening {
	call := r.callBehind(e)
	if call == nil {
		return nil
	}
	name := calledName(call)
	if name == nil {
		return nil
	}
	var f makesServer
	fn, ok := r.info.Uses[name].(*types.Func)
	if !ok || fn.Pkg() == r.pass.Pkg || !r.pass.ImportObjectFact(fn.Origin(), &f) || f.Handler >= len(call.Args) {
		return nil
	}
	l := &listening{made: call, tls: tls, configured: f.TLS, at: call.Fun, bounded: unbounded}
	if f.Bounded {
		l.bounded = bounded
	}
	for _, part := range f.Address {
		switch {
		case part.Parameter == -1:
			l.pieces = append(l.pieces, piece{text: part.Text, known: true})
		case part.Parameter >= 0 && part.Parameter < len(call.Args):
			arg := call.Args[part.Parameter]
			l.pieces = append(l.pieces, r.text(arg)...)
			l.at = arg
		default:
			l.pieces = append(l.pieces, piece{})
		}
	}
	at := r.span(call.Fun)
	if f.Handler < 0 {
		l.endpoints = []endpoint{f.Endpoint.endpoint(call, at)}
		return l
	}
	l.handler = call.Args[f.Handler]
	before := f.Endpoint.checks()
	l.before = &before
	return l
}

// checks are what is checked before a handler that a function is given.
func (f *servesMCP) checks() checks {
	return checks{authentication: facts.AuthenticationKind(f.Authentication), origin: f.Origin == 2, host: f.Host == 2, opaque: f.Opaque}
}

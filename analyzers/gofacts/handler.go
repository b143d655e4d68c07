package gofacts

import (
	"go/ast"
	"go/types"
	"strings"

	"github.com/wirevet/wirevet/facts"
)

// endpoint is an MCP handler, as it is reached from a listener.
type endpoint struct {
	path      facts.Stated[string]
	transport facts.Transport
	made      ast.Node // what builds the handler
	settings  sdkSettings
	passes    []pass // what a request passes before it, from the outside in
	parameter int    // of the function that is being exported, which gives the handler; from 1
}

// pass is code that a request passes before it reaches a handler.
type pass struct {
	symbol   string
	body     *ast.BlockStmt // nil when it is not in the package
	function types.Object   // for what other packages were told of it
	call     *ast.CallExpr
	named    ast.Expr // what Use is given, where that is no call
	sometime bool     // only under a condition
	known    *checks  // what another package says of it
}

// handled is what a handler expression leads to.
type handled struct {
	endpoints []endpoint
	// others are paths that are served by something that is not MCP, as far as the package shows.
	others []string
	// sockets are WebSockets of which only the name of their path can tell that they are MCP.
	sockets []endpoint
	opaque  bool // something leads out of the package
}

func (h *handled) add(o handled) {
	h.endpoints = append(h.endpoints, o.endpoints...)
	h.others = append(h.others, o.others...)
	h.sockets = append(h.sockets, o.sockets...)
	h.opaque = h.opaque || o.opaque
}

// through puts a pass in front of all endpoints.
func (h handled) through(p pass) handled {
	for _, list := range [][]endpoint{h.endpoints, h.sockets} {
		for i := range list {
			list[i].passes = append([]pass{p}, list[i].passes...)
		}
	}
	return h
}

// under sets the path of endpoints that have none yet, and puts a prefix before that of others.
func (h handled) under(path facts.Stated[string]) handled {
	for i := range h.endpoints {
		h.endpoints[i].under(path)
	}
	sockets := h.sockets
	h.sockets = nil
	for _, e := range sockets {
		e.under(path)
		if namesMCP(e.path.Value) {
			h.endpoints = append(h.endpoints, e)
		} else {
			h.sockets = append(h.sockets, e)
		}
	}
	for i := range h.others {
		h.others[i] = strings.TrimSuffix(path.Value, "/") + h.others[i]
	}
	if len(h.endpoints) == 0 && len(h.others) == 0 {
		h.others = []string{path.Value}
	}
	return h
}

func (e *endpoint) under(path facts.Stated[string]) {
	if e.path.State == facts.Unset || e.path.Value == "" || e.path.Value == "/" {
		e.path = path
	} else if path.Known() && path.Value != "/" && path.Value != "" {
		e.path.Value = strings.TrimSuffix(path.Value, "/") + e.path.Value
	}
}

// handler follows an expression that serves requests to the MCP handlers behind it.
func (r *reader) handler(e ast.Expr, depth int) handled {
	if e == nil || depth > maxHops*2 {
		return handled{opaque: true}
	}
	switch e := e.(type) {
	case *ast.ParenExpr:
		return r.handler(e.X, depth)
	case *ast.StarExpr:
		return r.handler(e.X, depth)
	case *ast.UnaryExpr:
		return r.handler(e.X, depth)
	case *ast.TypeAssertExpr:
		return r.handler(e.X, depth)
	case *ast.FuncLit:
		return r.handlerBody(e.Body, e.Type, depth)
	case *ast.CompositeLit:
		return r.handlerType(r.info.TypeOf(e), depth)
	case *ast.CallExpr:
		return r.handlerCall(e, depth)
	case *ast.Ident:
		return r.handlerVariable(e, r.info.ObjectOf(e), depth)
	case *ast.SelectorExpr:
		return r.handlerSelector(e, depth)
	}
	return handled{opaque: true}
}

func (r *reader) handlerSelector(e *ast.SelectorExpr, depth int) handled {
	obj := r.info.ObjectOf(e.Sel)
	if fn, ok := obj.(*types.Func); ok {
		if decl := r.indexed().functions[fn]; decl != nil && decl.Body != nil {
			return r.handlerBody(decl.Body, decl.Type, depth)
		}
		if fn.Name() == "ServeHTTP" { // the method of a handler, as a value
			return r.handler(e.X, depth+1)
		}
		if kind := sdkHandlerMethods[r.symbol(e)]; kind != facts.TransportUnknown {
			return r.handler(e.X, depth+1)
		}
		return handled{opaque: true}
	}
	return r.handlerVariable(e, obj, depth)
}

// handlerVariable follows a variable or field: a router with what is registered on it, else what it was last set to.
func (r *reader) handlerVariable(e ast.Expr, obj types.Object, depth int) handled {
	if obj == nil {
		return handled{opaque: true}
	}
	if fn := r.indexed().functions[obj]; fn != nil && fn.Body != nil {
		return r.handlerBody(fn.Body, fn.Type, depth)
	}
	sets := r.indexed().sets[obj]
	if r.isRouter(e, sets) {
		return r.router(obj, depth)
	}
	var last *set
	for i := range sets {
		one := &sets[i]
		if one.value == nil || contains(one.stmt, e.Pos()) && !contains(one.value, e.Pos()) {
			continue
		}
		if one.stmt.Pos() >= e.Pos() && len(sets) > 1 && r.functionAround(one.stmt) == r.functionAround(e) {
			continue
		}
		if !contains(one.value, e.Pos()) {
			last = one
		}
	}
	if last == nil {
		if h := r.handlerType(obj.Type(), depth); len(h.endpoints) > 0 {
			return h
		}
		if p, ok := r.indexed().params[obj]; ok && p.fn != nil && p.position >= 0 {
			return r.handlerParameter(obj, p, depth)
		}
		return handled{opaque: true}
	}
	out := r.handler(last.value, depth+1)
	if c := r.conditionOf(last.stmt); c.decided != nil && len(sets) > 1 {
		for i := range out.endpoints {
			for j := range out.endpoints[i].passes {
				if contains(last.value, passPos(out.endpoints[i].passes[j])) {
					out.endpoints[i].passes[j].sometime = true
				}
			}
		}
	}
	return out
}

// handlerParameter follows a parameter to what the package's callers pass.
func (r *reader) handlerParameter(obj types.Object, p param, depth int) handled {
	if p.fn == r.exporting && !p.variadic && answersRequests(obj.Type()) {
		return handled{endpoints: []endpoint{{parameter: p.position + 1, made: p.fn.Name}}}
	}
	fn := r.info.Defs[p.fn.Name]
	out := handled{}
	for _, call := range r.indexed().callers[fn] {
		if p.position < len(call.Args) {
			out.add(r.handler(call.Args[p.position], depth+2))
		}
	}
	if len(out.endpoints) == 0 {
		out.opaque = true
	}
	return out
}

// answersRequests reports whether a value of a type is a handler of net/http.
func answersRequests(t types.Type) bool {
	if method, _, _ := types.LookupFieldOrMethod(t, true, nil, "ServeHTTP"); method != nil {
		return true
	}
	signature, ok := t.Underlying().(*types.Signature)
	return ok && signature.Params().Len() == 2 && typeName(signature.Params().At(0).Type()) == responseWriter
}

// handlerCall follows a call that gives a handler: an SDK's constructor, a middleware around another handler, a function
// of the package.
func (r *reader) handlerCall(call *ast.CallExpr, depth int) handled {
	name := r.called(call)
	if kind := sdkHandlers[name]; kind != facts.TransportUnknown {
		return handled{endpoints: []endpoint{r.sdkEndpoint(call, name, kind)}}
	}
	if fun, ok := call.Fun.(*ast.SelectorExpr); ok && sdkHandlerMethods[name] != facts.TransportUnknown {
		return r.handler(fun.X, depth+1)
	}
	if tv, ok := r.info.Types[call.Fun]; (ok && tv.IsType() || name == "net/http.HandlerFunc") && len(call.Args) == 1 {
		return r.handler(call.Args[0], depth+1)
	}
	if name == "net/http.StripPrefix" && len(call.Args) == 2 {
		return r.handler(call.Args[1], depth+1)
	}
	if e, ok := r.importedHandler(call); ok {
		return handled{endpoints: []endpoint{e}}
	}
	if fn := r.ownFunction(call); fn != nil && fn.Body != nil && !r.takesHandler(call, depth) {
		return r.handlerFunction(fn, depth)
	}
	if h, ok := r.handlerImplemented(call, depth); ok {
		return h
	}
	out := handled{}
	var beside []pass
	for _, arg := range call.Args {
		if passes := r.passesGiven(arg); passes != nil { // chain(mux, logged, authenticated)
			beside = append(beside, passes...)
		} else if _, isCall := ast.Unparen(arg).(*ast.CallExpr); isCall || r.mayBeHandler(arg) {
			out.add(r.handler(arg, depth+1))
		}
	}
	if len(out.endpoints) == 0 && len(out.sockets) == 0 {
		return handled{opaque: true, others: out.others}
	}
	for _, p := range beside {
		out = out.through(p)
	}
	return out.through(r.passOf(call))
}

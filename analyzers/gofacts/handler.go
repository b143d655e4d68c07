package gofacts

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
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
}

// pass is code that a request passes before it reaches a handler.
type pass struct {
	symbol   string
	body     *ast.BlockStmt // nil when it is not in the package
	function types.Object   // for what other packages were told of it
	call     *ast.CallExpr
	named    ast.Expr // what Use is given, where that is no call
	sometime bool     // only under a condition
}

// handled is what a handler expression leads to.
type handled struct {
	endpoints []endpoint
	// others are paths that are served by something that is not MCP, as far as the package shows.
	others []string
	opaque bool // something leads out of the package
}

func (h *handled) add(o handled) {
	h.endpoints = append(h.endpoints, o.endpoints...)
	h.others = append(h.others, o.others...)
	h.opaque = h.opaque || o.opaque
}

// through puts a pass in front of all endpoints.
func (h handled) through(p pass) handled {
	for i := range h.endpoints {
		h.endpoints[i].passes = append([]pass{p}, h.endpoints[i].passes...)
	}
	return h
}

// under sets the path of endpoints that have none yet, and puts a prefix before that of others.
func (h handled) under(path facts.Stated[string]) handled {
	for i := range h.endpoints {
		e := &h.endpoints[i]
		if e.path.State == facts.Unset || e.path.Value == "" || e.path.Value == "/" {
			e.path = path
		} else if path.Known() && path.Value != "/" && path.Value != "" {
			e.path.Value = strings.TrimSuffix(path.Value, "/") + e.path.Value
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
			return r.handlerParameter(p, depth)
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

func passPos(p pass) token.Pos {
	if p.call == nil {
		return token.NoPos
	}
	return p.call.Pos()
}

// handlerParameter follows a parameter to what the package's callers pass.
func (r *reader) handlerParameter(p param, depth int) handled {
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

// handlerCall follows a call that gives a handler: an SDK's constructor, a middleware around another handler, a function
// of the package.
func (r *reader) handlerCall(call *ast.CallExpr, depth int) handled {
	name := r.symbol(call.Fun)
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
	out := handled{}
	for _, arg := range call.Args {
		if _, isCall := ast.Unparen(arg).(*ast.CallExpr); isCall || r.mayBeHandler(arg) {
			out.add(r.handler(arg, depth+1))
		}
	}
	if len(out.endpoints) == 0 {
		return handled{opaque: true, others: out.others}
	}
	return out.through(r.passOf(call))
}

// mayBeHandler reports whether an argument can serve requests: anything but a constant or a basic value.
func (r *reader) mayBeHandler(e ast.Expr) bool {
	t := r.info.TypeOf(e)
	if t == nil || t == types.Typ[types.Invalid] {
		_, ok := e.(*ast.Ident)
		return ok
	}
	if r.constantOf(e) != nil {
		return false
	}
	switch t.Underlying().(type) {
	case *types.Basic, *types.Slice, *types.Map, *types.Chan:
		return false
	}
	return true
}

func (r *reader) takesHandler(call *ast.CallExpr, depth int) bool {
	for _, arg := range call.Args {
		switch typeName(r.info.TypeOf(arg)) {
		case "net/http.Handler", "net/http.HandlerFunc", "net/http.ServeMux":
			return true
		}
		if r.mayBeHandler(arg) && len(r.handler(arg, depth+maxHops).endpoints) > 0 {
			return true
		}
	}
	return false
}

// handlerFunction follows what a function of the package returns.
func (r *reader) handlerFunction(fn *ast.FuncDecl, depth int) handled {
	out := handled{}
	for _, ret := range returnsOf(fn.Body) {
		if len(ret.Results) > 0 && !isNil(ret.Results[0]) {
			out.add(r.handler(ret.Results[0], depth+1))
		}
	}
	return out
}

// handlerBody follows a function that serves requests itself: to the handlers that it hands them to, else to the
// protocol, when it speaks it by hand.
func (r *reader) handlerBody(body *ast.BlockStmt, signature *ast.FuncType, depth int) handled {
	out := handled{}
	ast.Inspect(body, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok {
			return true
		}
		if fun, ok := call.Fun.(*ast.SelectorExpr); ok && fun.Sel.Name == "ServeHTTP" && len(call.Args) == 2 {
			out.add(r.handler(fun.X, depth+2))
		}
		return true
	})
	p := pass{body: body}
	if len(out.endpoints) > 0 {
		return out.through(p)
	}
	if takesRequest(signature) && r.speaksByHand(body, depth) {
		e := endpoint{transport: facts.StreamableHTTP, made: body, passes: []pass{p}}
		return handled{endpoints: []endpoint{e}}
	}
	return handled{others: []string{""}, opaque: out.opaque}
}

func takesRequest(signature *ast.FuncType) bool {
	return signature != nil && signature.Params != nil && signature.Params.NumFields() > 0
}

// speaksByHand reports whether a body, or a function of the package that it calls, names the method of a tool call.
func (r *reader) speaksByHand(body *ast.BlockStmt, depth int) bool {
	found := false
	ast.Inspect(body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.BasicLit:
			found = found || n.Value == `"tools/call"` || n.Value == "`tools/call`"
		case *ast.CallExpr:
			if fn := r.ownFunction(n); fn != nil && fn.Body != nil && fn.Body != body && depth < maxHops && !found {
				found = r.speaksByHand(fn.Body, depth+maxHops/2)
			}
		}
		return !found
	})
	return found
}

// handlerType follows a type of the package that serves requests by its method.
func (r *reader) handlerType(t types.Type, depth int) handled {
	if t == nil {
		return handled{opaque: true}
	}
	obj, _, _ := types.LookupFieldOrMethod(t, true, r.pass.Pkg, "ServeHTTP")
	if fn := r.indexed().functions[obj]; obj != nil && fn != nil && fn.Body != nil {
		return r.handlerBody(fn.Body, fn.Type, depth)
	}
	return handled{opaque: true}
}

// passOf describes a call that wraps a handler.
func (r *reader) passOf(call *ast.CallExpr) pass {
	p := pass{symbol: r.symbol(call.Fun), call: call}
	fun := call.Fun
	if made, ok := ast.Unparen(fun).(*ast.CallExpr); ok { // RequireBearerToken(…)(h)
		p.symbol, fun = r.symbol(made.Fun), made.Fun
		call = made
	}
	if id := calledName(call); id != nil {
		p.function = r.info.Uses[id]
		if fn := r.indexed().functions[p.function]; fn != nil {
			p.body = fn.Body
		} else if sets := r.indexed().sets[p.function]; len(sets) == 1 && sets[0].value != nil {
			switch value := ast.Unparen(sets[0].value).(type) { // mw := RequireBearerToken(…); mw(h)
			case *ast.CallExpr:
				inner := r.passOf(value)
				inner.call = p.call
				return inner
			case *ast.FuncLit:
				p.body = value.Body
			}
		}
	}
	if lit, ok := ast.Unparen(fun).(*ast.FuncLit); ok {
		p.body = lit.Body
	}
	return p
}

// passOfMiddleware describes an argument of Use: a function that wraps handlers.
func (r *reader) passOfMiddleware(e ast.Expr) pass {
	switch e := ast.Unparen(e).(type) {
	case *ast.CallExpr:
		return r.passOf(e)
	case *ast.FuncLit:
		return pass{body: e.Body}
	case *ast.Ident, *ast.SelectorExpr:
		obj := r.settable(e)
		if fn, ok := r.denoted(e).(*types.Func); ok {
			obj = fn
		}
		p := pass{symbol: r.symbol(e), function: obj, named: e}
		if fn := r.indexed().functions[obj]; fn != nil {
			p.body = fn.Body
		} else if one := r.onlySet(e); one != nil {
			return r.passOfMiddleware(one)
		}
		return p
	}
	return pass{}
}

func (r *reader) denoted(e ast.Expr) types.Object {
	switch e := e.(type) {
	case *ast.Ident:
		return r.info.ObjectOf(e)
	case *ast.SelectorExpr:
		return r.info.ObjectOf(e.Sel)
	}
	return nil
}

// routerMakers build what routes are registered on.
var routerMakers = map[string]bool{
	"net/http.NewServeMux": true, "github.com/gorilla/mux.NewRouter": true,
	"github.com/go-chi/chi.NewRouter": true, "github.com/go-chi/chi/v5.NewRouter": true, "github.com/go-chi/chi/v5.NewMux": true,
	"github.com/gin-gonic/gin.New": true, "github.com/gin-gonic/gin.Default": true,
	"github.com/labstack/echo/v4.New": true, "github.com/labstack/echo/v5.New": true,
	"github.com/julienschmidt/httprouter.New": true,
}

func (r *reader) isRouter(e ast.Expr, sets []set) bool {
	switch r.typeOf(e) {
	case "net/http.ServeMux", "github.com/gorilla/mux.Router", "github.com/go-chi/chi/v5.Mux", "github.com/go-chi/chi/v5.Router",
		"github.com/gin-gonic/gin.Engine", "github.com/labstack/echo/v4.Echo":
		return true
	}
	return slices.ContainsFunc(sets, func(s set) bool {
		call, ok := s.value.(*ast.CallExpr)
		return ok && routerMakers[r.symbol(call.Fun)]
	})
}

// router follows what is registered on a router: in the package's functions, on groups of it, under other names of it.
func (r *reader) router(obj types.Object, depth int) handled {
	names := r.aliasesOf(obj)
	out := handled{}
	var uses []pass
	for _, call := range r.methodCalls() {
		fun := call.Fun.(*ast.SelectorExpr)
		group, on := r.registeredOn(fun.X, names, 0)
		if !on {
			continue
		}
		switch fun.Sel.Name {
		case "Use":
			if group == nil {
				for _, arg := range call.Args {
					uses = append(uses, r.passOfMiddleware(arg))
				}
			}
			continue
		case "Handle", "HandleFunc", "Mount", "Get", "Post", "GET", "POST", "Any", "Method", "MethodFunc", "PathPrefix", "All", "Match":
		default:
			continue
		}
		path, handlers := r.registration(call)
		for _, h := range handlers {
			one := r.handler(h, depth+1).under(path)
			for i := len(group) - 1; i >= 0; i-- {
				one = one.through(group[i])
			}
			out.add(one)
		}
	}
	for i := len(uses) - 1; i >= 0; i-- {
		out = out.through(uses[i])
	}
	return out
}

// registration reads the path and the handlers of a registration. gin takes middleware before the last handler.
func (r *reader) registration(call *ast.CallExpr) (facts.Stated[string], []ast.Expr) {
	path := facts.Stated[string]{}
	if len(call.Args) == 0 {
		return path, nil
	}
	first := 0
	for i, arg := range call.Args {
		pieces := r.text(arg)
		text, known, _ := whole(pieces)
		if t, ok := r.info.TypeOf(arg).(*types.Basic); ok && t.Info()&types.IsString != 0 || known && text != "" {
			first = i + 1
			path = r.statedText(pieces, r.span(arg))
			if _, rest, found := strings.Cut(path.Value, " "); found { // "POST /mcp"
				path.Value = rest
			}
		}
	}
	if first >= len(call.Args) {
		return path, nil
	}
	return path, call.Args[first:]
}

// methodCalls lists the calls of methods in the package, in the order of the files.
func (r *reader) methodCalls() []*ast.CallExpr {
	if r.methods == nil {
		r.methods = []*ast.CallExpr{}
		for _, file := range r.files {
			ast.Inspect(file, func(n ast.Node) bool {
				if call, ok := n.(*ast.CallExpr); ok {
					if _, ok := call.Fun.(*ast.SelectorExpr); ok {
						r.methods = append(r.methods, call)
					}
				}
				return true
			})
		}
	}
	return r.methods
}

// namesOf returns the variables that hold the same thing as obj: parameters that get it, variables and fields set to it.
func (r *reader) aliasesOf(obj types.Object) map[types.Object]bool {
	names := map[types.Object]bool{obj: true}
	ix := r.indexed()
	for before := 0; before != len(names); {
		before = len(names)
		for held, sets := range ix.sets {
			for _, s := range sets {
				if s.value != nil && s.result == 0 && names[r.denoted(ast.Unparen(s.value))] {
					names[held] = true
				}
			}
		}
		for held, p := range ix.params {
			if p.fn == nil || p.position < 0 {
				continue
			}
			for _, call := range ix.callers[r.info.Defs[p.fn.Name]] {
				if p.position < len(call.Args) && names[r.denoted(ast.Unparen(call.Args[p.position]))] {
					names[held] = true
				}
			}
		}
	}
	return names
}

// registeredOn reports whether the receiver of a registration is a router of those names, or a group of one: r.With(mw),
// r.Group("/x", mw), and what a variable holds of such. The middleware of the group comes with it.
func (r *reader) registeredOn(e ast.Expr, names map[types.Object]bool, depth int) ([]pass, bool) {
	if depth > maxHops {
		return nil, false
	}
	switch e := ast.Unparen(e).(type) {
	case *ast.Ident, *ast.SelectorExpr:
		obj := r.denoted(e)
		if names[obj] {
			return nil, true
		}
		if one := r.onlySet(e); one != nil {
			if call, ok := ast.Unparen(one).(*ast.CallExpr); ok {
				group, on := r.registeredOn(call, names, depth+1)
				if on {
					group = append(group, r.usesOn(obj)...)
				}
				return group, on
			}
		}
		if group, on := r.scopedGroup(obj, names); on {
			return group, on
		}
		return r.passedGroup(obj, names, depth)
	case *ast.CallExpr:
		fun, ok := e.Fun.(*ast.SelectorExpr)
		if !ok {
			return nil, false
		}
		switch fun.Sel.Name {
		case "With", "Group", "Subrouter", "PathPrefix", "Host", "Methods", "Path", "Headers":
			group, on := r.registeredOn(fun.X, names, depth+1)
			if !on {
				return nil, false
			}
			for _, arg := range e.Args {
				if r.mayBeHandler(arg) {
					group = append(group, r.passOfMiddleware(arg))
				}
			}
			return append([]pass{}, group...), true
		}
	}
	return nil, false
}

// scopedGroup follows the router that chi hands to the function of Group and Route.
func (r *reader) scopedGroup(obj types.Object, names map[types.Object]bool) ([]pass, bool) {
	p, ok := r.indexed().params[obj]
	if !ok || p.fn != nil {
		return nil, false
	}
	for _, call := range r.methodCalls() {
		fun := call.Fun.(*ast.SelectorExpr)
		if fun.Sel.Name != "Group" && fun.Sel.Name != "Route" || len(call.Args) == 0 {
			continue
		}
		lit, ok := call.Args[len(call.Args)-1].(*ast.FuncLit)
		if !ok || !contains(lit, obj.Pos()) || contains(lit.Body, obj.Pos()) {
			continue
		}
		group, on := r.registeredOn(fun.X, names, maxHops/2)
		if !on {
			return nil, false
		}
		return append(append([]pass{}, group...), r.usesOn(obj)...), true
	}
	return nil, false
}

// passedGroup follows a parameter to the routers that the package's callers pass.
func (r *reader) passedGroup(obj types.Object, names map[types.Object]bool, depth int) ([]pass, bool) {
	p, ok := r.indexed().params[obj]
	if !ok || p.fn == nil || p.position < 0 {
		return nil, false
	}
	for _, call := range r.indexed().callers[r.info.Defs[p.fn.Name]] {
		if p.position >= len(call.Args) {
			continue
		}
		if group, on := r.registeredOn(call.Args[p.position], names, depth+1); on {
			return append(append([]pass{}, group...), r.usesOn(obj)...), true
		}
	}
	return nil, false
}

// usesOn lists the middleware of a group, also where a function that gets the group adds it.
func (r *reader) usesOn(obj types.Object) []pass { return r.usesWithin(obj, 0) }

func (r *reader) usesWithin(obj types.Object, depth int) []pass {
	var out []pass
	for _, call := range r.methodCalls() {
		fun := call.Fun.(*ast.SelectorExpr)
		if fun.Sel.Name == "Use" && r.denoted(ast.Unparen(fun.X)) == obj {
			for _, arg := range call.Args {
				out = append(out, r.passOfMiddleware(arg))
			}
			continue
		}
		fn := r.ownFunction(call)
		if fn == nil || depth > 1 {
			continue
		}
		for i, arg := range call.Args {
			if r.denoted(ast.Unparen(arg)) != obj {
				continue
			}
			if held := r.parameter(fn, i); held != nil && held != obj {
				out = append(out, r.usesWithin(held, depth+1)...)
			}
		}
	}
	return out
}

// parameter returns the variable of a function's parameter, or nil.
func (r *reader) parameter(fn *ast.FuncDecl, position int) types.Object {
	i := 0
	for _, field := range fn.Type.Params.List {
		for _, name := range field.Names {
			if i == position {
				return r.info.Defs[name]
			}
			i++
		}
	}
	return nil
}

package gofacts

import (
	"go/ast"
	"go/types"

	"github.com/wirevet/wirevet/facts"
)

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
	if len(out.endpoints) > 0 || len(out.sockets) > 0 {
		return out.through(p)
	}
	if !takesRequest(signature) {
		return handled{others: []string{""}, opaque: out.opaque}
	}
	if socket := r.upgradeIn(body, 0); socket != nil {
		socket.passes = []pass{p}
		if r.speaksByHand(body, 0) {
			return handled{endpoints: []endpoint{*socket}}
		}
		return handled{sockets: []endpoint{*socket}}
	}
	if r.speaksByHand(body, depth) {
		e := endpoint{transport: facts.StreamableHTTP, made: body, passes: []pass{p}}
		return handled{endpoints: []endpoint{e}}
	}
	return handled{others: []string{""}, opaque: out.opaque}
}

func takesRequest(signature *ast.FuncType) bool {
	return signature != nil && signature.Params != nil && signature.Params.NumFields() > 0
}

// speaksByHand reports whether a body, or a function of the package that it calls, names the method of a tool call, or hands
// messages to an SDK's server.
func (r *reader) speaksByHand(body *ast.BlockStmt, depth int) bool {
	found := false
	ast.Inspect(body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.BasicLit:
			found = found || n.Value == `"tools/call"` || n.Value == "`tools/call`"
		case *ast.CallExpr:
			found = found || takesMessages[r.called(n)]
			if fn := r.ownFunction(n); fn != nil && fn.Body != nil && fn.Body != body && depth < maxHops && !found {
				found = r.speaksByHand(fn.Body, depth+maxHops/2)
			}
		}
		return !found
	})
	return found
}

// takesMessages are methods of SDKs' servers that are given messages by a transport of the program's own (mcp-go 1.2.1, go-sdk
// 1.8.0).
var takesMessages = map[string]bool{
	mark3labs + "/server.MCPServer.HandleMessage": true,
	officialSDK + "/mcp.Server.Connect":           true,
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

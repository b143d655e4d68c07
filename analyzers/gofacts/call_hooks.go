package gofacts

import (
	"go/ast"
	"go/types"
	"slices"
	"strings"
)

// A hook is a place at which an SDK calls the program for each tool call.
type hook struct {
	at   ast.Node
	body ast.Node
}

// mcpGoHooks are the methods of mcp-go's server.Hooks (v1.2.1) that see tool calls.
var mcpGoHooks = []string{"AddBeforeAny", "AddBeforeCallTool", "AddAfterCallTool", "AddOnSuccess", "AddOnError"}

// hooks returns the places at which the program sees every tool call: middleware, hooks, and its own dispatch.
func (r *reader) hooks() []hook {
	var out []hook
	add := func(call *ast.CallExpr, what ast.Expr) {
		if body := r.bodyFor(what, 0); body != nil {
			out = append(out, hook{call.Fun, body})
		}
	}
	for _, call := range slices.Concat(r.calls[officialSDK+"/mcp.Server.AddReceivingMiddleware"], r.calls[mark3labs+"/server.WithToolHandlerMiddleware"],
		r.calls[mark3labs+"/server.MCPServer.Use"]) {
		for _, arg := range call.Args {
			add(call, arg)
		}
	}
	for _, name := range mcpGoHooks {
		for _, call := range r.calls[mark3labs+"/server.Hooks."+name] {
			if len(call.Args) == 1 {
				add(call, call.Args[0])
			}
		}
	}
	for _, d := range r.dispatchers() {
		out = append(out, hook{d.at, &ast.BlockStmt{List: d.body}})
	}
	return append(out, r.middlewares(out)...)
}

// middlewares are the functions that by their types wrap a handler of tool calls, whoever puts them in place: often another
// package does. Those within the given hooks are known already.
func (r *reader) middlewares(known []hook) []hook {
	var out []hook
	r.eachFunction(func(at ast.Node, fn *ast.FuncType, body *ast.BlockStmt) {
		if !r.hasParameter(fn, officialSDK+"/mcp.MethodHandler") && !r.hasParameter(fn, mark3labs+"/server.ToolHandlerFunc") {
			return
		}
		if name, ok := at.(*ast.Ident); ok && r.isDead(name) {
			return
		}
		if !slices.ContainsFunc(known, func(h hook) bool { return h.body.Pos() <= body.Pos() && body.End() <= h.body.End() }) {
			out = append(out, hook{at, body})
		}
	})
	return out
}

// isDead reports whether nothing can call a function: only its own package could, and that never names it.
func (r *reader) isDead(name *ast.Ident) bool {
	fn, ok := r.info.Defs[name].(*types.Func)
	if !ok || fn.Signature().Recv() != nil || fn.Exported() && r.pass.Pkg.Name() != "main" {
		return false
	}
	for _, used := range r.info.Uses {
		if used == fn {
			return false
		}
	}
	return true
}

// toolHandlers returns the handlers of the tools that the package adds to a server.
func (r *reader) toolHandlers() []hook {
	var out []hook
	add := func(call *ast.CallExpr, position int) {
		if position < len(call.Args) {
			if body := r.bodyFor(call.Args[position], 0); body != nil {
				out = append(out, hook{call.Fun, body})
			}
		}
	}
	for _, call := range r.calls[officialSDK+"/mcp.AddTool"] {
		add(call, 2)
	}
	for _, name := range []string{mark3labs + "/server.MCPServer.AddTool", officialSDK + "/mcp.Server.AddTool"} {
		for _, call := range r.calls[name] {
			add(call, 1)
		}
	}
	for _, call := range r.calls["github.com/metoro-io/mcp-golang.Server.RegisterTool"] {
		add(call, 2)
	}
	for _, lit := range r.literals[mark3labs+"/server.ServerTool"] {
		if e := field(lit, "Handler"); e != nil {
			if body := r.bodyFor(e, 0); body != nil {
				out = append(out, hook{lit, body})
			}
		}
	}
	return out
}

// handlesCalls reports whether a function is handed a tool call, by the type of a parameter.
func (r *reader) handlesCalls(fn *ast.FuncType) bool {
	return slices.ContainsFunc(fn.Params.List, func(f *ast.Field) bool {
		t := r.symbol(f.Type)
		return t == mark3labs+"/mcp.CallToolRequest" || t == officialSDK+"/mcp.CallToolRequest" ||
			t == officialSDK+"/mcp.ServerRequest" && strings.Contains(types.ExprString(f.Type), "CallToolRequest")
	})
}

package gofacts

import (
	"go/ast"
	"go/types"
	"net/textproto"
	"slices"
	"strings"

	"github.com/wirevet/wirevet/internal/credential"
)

// presented is something that a caller sends with a request.
type presented struct {
	what string // in a sentence: "the header Authorization"
	name string // of the header, parameter or cookie; canonical for a header
	at   ast.Expr
}

// secret reports whether what is sent is a credential by its name.
func (p presented) secret() bool {
	return p.name == "Authorization" || p.name == "Proxy-Authorization" || credential.NamesSecret(p.name) || strings.EqualFold(p.name, "key")
}

// presentedBy returns what of a caller's request the expression is, or nil: a header, a parameter of the query, a password.
func (r *reader) presentedBy(e ast.Expr) *presented {
	switch e := e.(type) {
	case *ast.IndexExpr:
		if name, ok := r.constantText(e.Index); ok && r.isInboundHeader(e.X) {
			return header(name, e)
		}
	case *ast.CallExpr:
		sel, ok := e.Fun.(*ast.SelectorExpr)
		if !ok {
			return nil
		}
		name := ""
		if len(e.Args) > 0 {
			name, _ = r.constantText(e.Args[0])
		}
		switch sel.Sel.Name {
		case "Get", "Values":
			if r.isInboundHeader(sel.X) || isFiberContext(r.typeOf(sel.X)) {
				return header(name, e)
			}
			if query, ok := sel.X.(*ast.CallExpr); ok && r.isInboundQuery(query) {
				return &presented{what: "the query parameter " + name, name: name, at: e}
			}
		case "GetHeader": // gin
			if r.typeOf(sel.X) == ginContext {
				return header(name, e)
			}
		case "Query", "Cookies": // fiber
			if isFiberContext(r.typeOf(sel.X)) {
				return &presented{what: "the parameter " + name, name: name, at: e}
			}
		case "FormValue", "PostFormValue", "Cookie":
			if r.isInboundRequest(sel.X) || isFiberContext(r.typeOf(sel.X)) {
				return &presented{what: "the parameter " + name, name: name, at: e}
			}
		case "BasicAuth":
			if r.isInboundRequest(sel.X) {
				return &presented{what: "the password of the header Authorization", name: "Authorization", at: e}
			}
		}
	}
	return nil
}

func header(name string, at ast.Expr) *presented {
	name = textproto.CanonicalMIMEHeaderKey(name)
	return &presented{what: "the header " + name, name: name, at: at}
}

const (
	httpRequest    = "net/http.Request"
	responseWriter = "net/http.ResponseWriter"
	ginContext     = "github.com/gin-gonic/gin.Context"
	echoContext    = "github.com/labstack/echo/v4.Context"
)

// isInboundHeader reports whether an expression is the header of a request that the program answers.
func (r *reader) isInboundHeader(e ast.Expr) bool {
	if call, ok := e.(*ast.CallExpr); ok { // r.Header.Clone()
		sel, ok := call.Fun.(*ast.SelectorExpr)
		return ok && sel.Sel.Name == "Clone" && r.isInboundHeader(sel.X)
	}
	sel, ok := e.(*ast.SelectorExpr)
	if !ok || sel.Sel.Name != "Header" {
		return false
	}
	switch r.typeOf(sel.X) {
	case "github.com/modelcontextprotocol/go-sdk/mcp.RequestExtra", "github.com/mark3labs/mcp-go/mcp.CallToolRequest":
		return true
	}
	return r.isInboundRequest(sel.X)
}

func (r *reader) isInboundQuery(call *ast.CallExpr) bool {
	query, ok := call.Fun.(*ast.SelectorExpr)
	if !ok || query.Sel.Name != "Query" {
		return false
	}
	url, ok := query.X.(*ast.SelectorExpr)
	return ok && url.Sel.Name == "URL" && r.isInboundRequest(url.X)
}

// isInboundRequest reports whether an expression is a request that the program answers: one that a function is handed
// which does not send it.
func (r *reader) isInboundRequest(e ast.Expr) bool {
	switch e := e.(type) {
	case *ast.CallExpr: // c.Request() of echo
		sel, ok := e.Fun.(*ast.SelectorExpr)
		return ok && sel.Sel.Name == "Request" && r.typeOf(sel.X) == echoContext
	case *ast.SelectorExpr: // c.Request of gin
		return e.Sel.Name == "Request" && r.typeOf(e.X) == ginContext
	case *ast.Ident:
		if r.typeOf(e) != httpRequest {
			return false
		}
		fn, name := r.declaringFunction(e)
		return fn != nil && name != "RoundTrip" && name != "Do" && !r.handedToSend(e, 0)
	}
	return false
}

// handedToSend reports whether every caller of a function hands it a request that the program sends.
func (r *reader) handedToSend(id *ast.Ident, depth int) bool {
	p, ok := r.indexed().params[r.info.ObjectOf(id)]
	if !ok || p.fn == nil || p.position < 0 || depth > 2 {
		return false
	}
	callers := r.indexed().callers[r.info.Defs[p.fn.Name]]
	for _, call := range callers {
		if p.position >= len(call.Args) {
			return false
		}
		arg, ok := ast.Unparen(call.Args[p.position]).(*ast.Ident)
		if !ok {
			return false
		}
		fn, name := r.declaringFunction(arg)
		if fn == nil || name != "RoundTrip" && name != "Do" && !r.handedToSend(arg, depth+1) {
			return false
		}
	}
	return len(callers) > 0
}

// answers reports whether a request is one that the function around it answers, by writing a response.
func (r *reader) answers(e ast.Expr) bool {
	id, ok := e.(*ast.Ident)
	if !ok {
		return false
	}
	fn, _ := r.declaringFunction(id)
	return fn != nil && r.hasParameter(fn, responseWriter)
}

// declaringFunction returns the type and the name of the function that a parameter belongs to, or nil.
func (r *reader) declaringFunction(id *ast.Ident) (*ast.FuncType, string) {
	obj := r.info.ObjectOf(id)
	if _, ok := r.indexed().params[obj]; !ok {
		return nil, ""
	}
	for _, outer := range slices.Backward(r.pathTo(id)) {
		var fn *ast.FuncType
		var name string
		switch outer := outer.(type) {
		case *ast.FuncDecl:
			fn, name = outer.Type, outer.Name.Name
		case *ast.FuncLit:
			fn = outer.Type
		default:
			continue
		}
		if r.declares(fn, obj) {
			return fn, name
		}
	}
	return nil, ""
}

func (r *reader) declares(fn *ast.FuncType, obj types.Object) bool {
	for _, field := range fn.Params.List {
		for _, name := range field.Names {
			if r.info.Defs[name] == obj {
				return true
			}
		}
	}
	return false
}

// hasParameter reports whether a function has a parameter of that type.
func (r *reader) hasParameter(fn *ast.FuncType, symbol string) bool {
	return slices.ContainsFunc(fn.Params.List, func(f *ast.Field) bool { return r.symbol(f.Type) == symbol })
}

// takesRequest reports whether a function around the node is handed a request of a caller.
func (r *reader) takesRequest(n ast.Node) bool {
	return slices.ContainsFunc(r.signatures(n), func(fn *ast.FuncType) bool {
		return r.hasParameter(fn, httpRequest) || r.hasParameter(fn, ginContext) || r.hasParameter(fn, echoContext) ||
			r.hasParameter(fn, fiber2+".Ctx") || r.hasParameter(fn, fiber3+".Ctx")
	})
}

// constantText returns the text of a constant string.
func (r *reader) constantText(e ast.Expr) (string, bool) {
	if tv, ok := r.info.Types[e]; ok && tv.Value != nil {
		return textOf(tv.Value)
	}
	return "", false
}

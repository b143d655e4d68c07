package gofacts

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"regexp"
	"strings"
	"sync"
)

// crossOriginIn looks for the headers that a body sets itself, or by functions of the package that it calls.
func (r *reader) crossOriginIn(body *ast.BlockStmt) crossOrigin {
	f := headerFinder{reader: r, seen: map[*ast.BlockStmt]bool{}}
	f.look(body)
	if !f.echoed {
		f.credentials = false // browsers refuse "*" for a request with cookies (Fetch standard, "CORS check")
	}
	return f.crossOrigin
}

// headerFinder collects what bodies say of other origins.
type headerFinder struct {
	*reader
	crossOrigin
	seen map[*ast.BlockStmt]bool
}

func (f *headerFinder) look(body *ast.BlockStmt) {
	if f.seen[body] || len(f.seen) > maxHops {
		return
	}
	f.seen[body] = true
	ast.Inspect(body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.CallExpr:
			if fn := f.ownFunction(n); fn != nil && fn.Body != nil && concernsResponse(f.info.TypeOf(n.Fun)) {
				f.look(fn.Body)
			}
			if isHeaderSet(n) {
				f.header(n, n.Args[0], n.Args[1], body)
			}
		case *ast.AssignStmt:
			for _, set := range f.headerSets(n) {
				for _, value := range set.values {
					f.header(n, set.name, value, body)
				}
			}
		}
		return true
	})
}

func isHeaderSet(call *ast.CallExpr) bool {
	name := calledName(call)
	return name != nil && len(call.Args) == 2 && (name.Name == "Set" || name.Name == "Header" || name.Name == "Add")
}

// concernsResponse reports whether a function takes what a response is written to.
func concernsResponse(t types.Type) bool {
	signature, ok := t.(*types.Signature)
	if !ok {
		return false
	}
	for v := range signature.Params().Variables() {
		switch text := v.Type().String(); text {
		case "net/http.ResponseWriter", "net/http.Header", "*github.com/gin-gonic/gin.Context":
			return true
		}
	}
	return false
}

func (f *headerFinder) header(at ast.Node, name, to ast.Expr, body *ast.BlockStmt) {
	header, known, _ := whole(f.text(name))
	if !known {
		return
	}
	value, valueKnown, _ := whole(f.text(to))
	switch {
	case strings.EqualFold(header, "Access-Control-Allow-Credentials"):
		f.credentials = f.credentials || valueKnown && value == "true"
	case !strings.EqualFold(header, "Access-Control-Allow-Origin"):
	case valueKnown && value == "*":
		if !f.any {
			f.any, f.at = true, f.span(to)
		}
	case f.readsOrigin(to) && !f.originChecked(at, body):
		f.any, f.echoed, f.at = true, true, f.span(to)
	}
}

// readsOrigin reports whether an expression is the header Origin of a request, or a variable that is set to it.
func (r *reader) readsOrigin(e ast.Expr) bool {
	switch e := ast.Unparen(e).(type) {
	case *ast.CallExpr:
		name := calledName(e)
		if name == nil || name.Name != "Get" && name.Name != "GetHeader" || len(e.Args) != 1 {
			return false
		}
		header, known, _ := whole(r.text(e.Args[0]))
		return known && strings.EqualFold(header, "Origin")
	case *ast.Ident:
		for _, s := range r.indexed().sets[r.info.ObjectOf(e)] {
			if call, ok := s.value.(*ast.CallExpr); ok && r.readsOrigin(call) {
				return true
			}
		}
	}
	return false
}

// namesOriginCheck recognises functions that decide about an origin by their name.
var namesOriginCheck = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?i)origin|cors|allow|trust|permit`)
})

// originChecked reports whether the origin that a call names may have been looked at: it is used for more than to be named,
// compared with nothing and logged, or the call stands under a condition of which it is not known what it is about.
func (r *reader) originChecked(set ast.Node, body *ast.BlockStmt) bool {
	for _, n := range descend(body, set) {
		switch n := n.(type) {
		case *ast.IfStmt:
			if !r.saysNothingOfOrigin(n.Cond) {
				return true
			}
		case *ast.CaseClause, *ast.RangeStmt, *ast.ForStmt:
			return true
		}
	}
	plain := map[ast.Expr]bool{} // uses that decide nothing
	checked := false
	ast.Inspect(body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.AssignStmt:
			for _, e := range append(append([]ast.Expr(nil), n.Lhs...), n.Rhs...) {
				plain[e] = true
			}
			for _, set := range r.headerSets(n) {
				for _, value := range set.values {
					plain[value] = true
				}
			}
		case *ast.BinaryExpr:
			if r.isEmptyText(n.X) || r.isEmptyText(n.Y) {
				plain[n.X], plain[n.Y] = true, true
			}
		case *ast.CallExpr:
			switch {
			case r.readsOrigin(n):
				checked = checked || !plain[n]
			case isHeaderSet(n):
				plain[n.Args[1]] = true
			case isLogCall(n):
				for _, arg := range n.Args {
					plain[arg] = true
				}
			default:
				if fn := r.ownFunction(n); fn != nil && fn.Body != nil {
					read, _ := r.readsIn(fn.Body)
					checked = checked || read.origin
				}
				name := calledName(n)
				checked = checked || name != nil && name.Name != "Header" && namesOriginCheck().MatchString(name.Name)
			}
		case *ast.Ident:
			checked = checked || !plain[n] && r.readsOrigin(n)
		}
		return !checked
	})
	return checked
}

// saysNothingOfOrigin reports whether a condition only asks whether there is an origin, or what the method is.
func (r *reader) saysNothingOfOrigin(cond ast.Expr) bool {
	b, ok := ast.Unparen(cond).(*ast.BinaryExpr)
	if !ok {
		return false
	}
	switch b.Op {
	case token.LAND:
		return r.saysNothingOfOrigin(b.X) && r.saysNothingOfOrigin(b.Y)
	case token.NEQ, token.EQL:
		if r.readsOrigin(b.X) && r.isEmptyText(b.Y) {
			return true
		}
		sel, ok := ast.Unparen(b.X).(*ast.SelectorExpr)
		return ok && sel.Sel.Name == "Method"
	}
	return false
}

func (r *reader) isEmptyText(e ast.Expr) bool {
	c := r.constantOf(e)
	return c != nil && c.Kind() == constant.String && constant.StringVal(c) == ""
}

// logNames are how functions that log are called, whatever the library.
var logNames = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^(Print|Debug|Info|Warn|Error|Log|Trace)(f|ln|w|Context|ing|Attrs)?$`)
})

func isLogCall(call *ast.CallExpr) bool {
	fun, ok := call.Fun.(*ast.SelectorExpr)
	return ok && logNames().MatchString(fun.Sel.Name)
}

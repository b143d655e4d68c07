package gofacts

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"maps"
	"slices"
	"strings"
	"time"
)

// origins returns the expressions that e may be made of, e itself first: through variables and fields, conversions,
// concatenation, functions that cut, join and format strings, the results of the package's own functions and what is passed
// for their parameters. What a digest is made of is no part of it.
func (r *reader) origins(e ast.Expr) []ast.Expr {
	o := originFinder{reader: r, seen: map[ast.Expr]bool{}, objects: map[types.Object]bool{}}
	o.follow(e, 0)
	return o.found
}

// originFinder collects the expressions that one is made of.
type originFinder struct {
	*reader
	found   []ast.Expr
	seen    map[ast.Expr]bool
	objects map[types.Object]bool
}

func (o *originFinder) follow(e ast.Expr, depth int) {
	if e == nil || depth > maxHops || o.seen[e] {
		return
	}
	o.seen[e] = true
	if _, ok := e.(*ast.ParenExpr); !ok {
		o.found = append(o.found, e)
	}
	switch e := e.(type) {
	case *ast.ParenExpr:
		o.follow(e.X, depth)
	case *ast.StarExpr:
		o.follow(e.X, depth+1)
	case *ast.UnaryExpr:
		o.follow(e.X, depth+1)
	case *ast.TypeAssertExpr:
		o.follow(e.X, depth+1)
	case *ast.IndexExpr:
		o.follow(e.X, depth+1)
	case *ast.SliceExpr:
		o.follow(e.X, depth+1)
	case *ast.BinaryExpr:
		if e.Op == token.ADD {
			o.follow(e.X, depth+1)
			o.follow(e.Y, depth+1)
		}
	case *ast.Ident:
		o.object(o.info.ObjectOf(e), depth)
	case *ast.SelectorExpr:
		if sel := o.info.Selections[e]; sel != nil {
			o.object(sel.Obj(), depth)
		} else {
			o.object(o.info.Uses[e.Sel], depth)
		}
	case *ast.CallExpr:
		o.call(e, 0, depth)
	}
}

// object follows a variable or field to all that it is assigned.
func (o *originFinder) object(obj types.Object, depth int) {
	v, ok := obj.(*types.Var)
	if !ok || o.objects[obj] || v.IsField() && v.Pkg() != o.pass.Pkg {
		return // what one exec.Cmd has in its fields says nothing of another
	}
	o.objects[obj] = true
	if p, ok := o.indexed().params[v]; ok && p.fn != nil && p.position >= 0 && !p.variadic && depth < maxHops/2 {
		for _, call := range o.indexed().callers[o.info.Defs[p.fn.Name]] {
			if p.position < len(call.Args) {
				o.follow(call.Args[p.position], depth+2)
			}
		}
	}
	for _, s := range o.indexed().sets[v] {
		if call, ok := s.value.(*ast.CallExpr); ok && s.result > 0 {
			o.seen[call] = true
			o.found = append(o.found, call)
			o.call(call, s.result, depth+1)
			continue
		}
		if ranged, ok := s.stmt.(*ast.RangeStmt); ok && s.value == nil {
			o.follow(ranged.X, depth+1)
		}
		o.follow(s.value, depth+1)
	}
}

// call follows a call to its arguments when its result holds them, or into the package's own function.
func (o *originFinder) call(call *ast.CallExpr, result, depth int) {
	if tv, ok := o.info.Types[call.Fun]; ok && tv.IsType() || isConversion(call) {
		for _, arg := range call.Args {
			o.follow(arg, depth+1)
		}
		return
	}
	if carriesText(o.called(call)) {
		for _, arg := range call.Args {
			o.follow(arg, depth+1)
		}
		return
	}
	name := calledName(call)
	if name == nil {
		return
	}
	if sel, ok := call.Fun.(*ast.SelectorExpr); ok && name.Name == "String" && len(call.Args) == 0 {
		o.follow(sel.X, depth+1)
		return
	}
	if fn := o.indexed().functions[originOf(o.info.ObjectOf(name))]; fn != nil && fn.Body != nil && depth < maxHops/2 {
		for _, e := range returned(fn.Body, result) {
			o.follow(e, depth+2)
		}
	}
}

// originOf returns the generic function that an instance was made of, or the object itself.
func originOf(obj types.Object) types.Object {
	if fn, ok := obj.(*types.Func); ok {
		return fn.Origin()
	}
	return obj
}

// isConversion reports whether a call converts by a predeclared type whose name alone says so.
func isConversion(call *ast.CallExpr) bool {
	switch fun := call.Fun.(type) {
	case *ast.Ident:
		return fun.Name == "string" && len(call.Args) == 1
	case *ast.ArrayType:
		return true
	}
	return false
}

// carriesText reports whether the result of a function holds the text of its arguments.
func carriesText(symbol string) bool {
	pkg, name := splitVersion(symbol)
	switch pkg {
	case "strings", "bytes":
		switch name {
		case "Contains", "ContainsAny", "Count", "EqualFold", "HasPrefix", "HasSuffix", "Index", "LastIndex", "IndexByte", "Equal", "Compare":
			return false
		}
		return true
	case "strconv":
		return true
	case "fmt":
		return strings.HasPrefix(name, "Sprint") || name == "Errorf"
	case "":
		return name == "append"
	}
	if strings.HasSuffix(pkg, "/uuid") && name == "Must" {
		return true
	}
	return symbol == "encoding/hex.EncodeToString" || strings.HasPrefix(symbol, "encoding/base64.") || symbol == "net/url.QueryEscape"
}

// returned lists what a function returns at one place among its results. Function literals within return for themselves.
func returned(body *ast.BlockStmt, result int) []ast.Expr {
	var out []ast.Expr
	ast.Inspect(body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			return false
		case *ast.ReturnStmt:
			switch {
			case result < len(n.Results):
				out = append(out, n.Results[result])
			case len(n.Results) == 1:
				out = append(out, n.Results[0])
			}
		}
		return true
	})
	return out
}

// appended lists the elements that are appended to a variable anywhere.
func (r *reader) appended(e ast.Expr) []ast.Expr {
	id, ok := e.(*ast.Ident)
	if !ok {
		return nil
	}
	var out []ast.Expr
	for _, s := range r.indexed().sets[r.info.ObjectOf(id)] {
		if call, ok := s.value.(*ast.CallExpr); ok && r.called(call) == "append" && len(call.Args) > 1 && !call.Ellipsis.IsValid() {
			out = append(out, call.Args[1:]...)
		}
	}
	return out
}

// duration evaluates a time.Duration.
func (r *reader) duration(e ast.Expr) (time.Duration, bool) {
	if v := r.value(e); v.origin == constantOrigin && v.constant != nil {
		if n, ok := constant.Int64Val(constant.ToInt(v.constant)); ok {
			return time.Duration(n), true
		}
	}
	return 0, false
}

// enclosing returns the declared function around a node.
func (r *reader) enclosing(n ast.Node) *ast.FuncDecl { return r.functionAround(n) }

// signatures returns the types of the functions around a node, from the declared one inward.
func (r *reader) signatures(n ast.Node) []*ast.FuncType {
	var out []*ast.FuncType
	for _, outer := range r.pathTo(n) {
		switch outer := outer.(type) {
		case *ast.FuncDecl:
			out = append(out, outer.Type)
		case *ast.FuncLit:
			out = append(out, outer.Type)
		}
	}
	return out
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

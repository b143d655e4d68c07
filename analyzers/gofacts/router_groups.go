package gofacts

import (
	"go/ast"
	"go/types"
	"strings"
)

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
	call := r.scopeOf(obj)
	if call == nil {
		return nil, false
	}
	group, on := r.registeredOn(call.Fun.(*ast.SelectorExpr).X, names, maxHops/2)
	if !on {
		return nil, false
	}
	return append(append([]pass{}, group...), r.usesOn(obj)...), true
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

// groupPath returns the path that a group of a router begins with, as far as it is known.
func (r *reader) groupPath(e ast.Expr, depth int) string {
	if depth > maxHops {
		return ""
	}
	switch e := ast.Unparen(e).(type) {
	case *ast.Ident, *ast.SelectorExpr:
		if call, ok := ast.Unparen(r.onlySet(e)).(*ast.CallExpr); ok {
			return r.groupPath(call, depth+1)
		}
		if call := r.scopeOf(r.denoted(e)); call != nil {
			return r.groupPath(call, depth+1)
		}
	case *ast.CallExpr:
		fun, ok := e.Fun.(*ast.SelectorExpr)
		if !ok {
			return ""
		}
		switch fun.Sel.Name {
		case "With", "Group", "Route", "Subrouter", "PathPrefix", "Path":
			before := r.groupPath(fun.X, depth+1)
			if len(e.Args) > 0 {
				if text, known, _ := whole(r.text(e.Args[0])); known {
					return strings.TrimSuffix(before, "/") + text
				}
			}
			return before
		}
	}
	return ""
}

// scopeOf returns the call of Group or Route that hands a router to a function literal with that parameter.
func (r *reader) scopeOf(obj types.Object) *ast.CallExpr {
	p, ok := r.indexed().params[obj]
	if !ok || p.fn != nil {
		return nil
	}
	for _, call := range r.methodCalls() {
		fun := call.Fun.(*ast.SelectorExpr)
		if fun.Sel.Name != "Group" && fun.Sel.Name != "Route" || len(call.Args) == 0 {
			continue
		}
		lit, ok := call.Args[len(call.Args)-1].(*ast.FuncLit)
		if ok && contains(lit, obj.Pos()) && !contains(lit.Body, obj.Pos()) {
			return call
		}
	}
	return nil
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

package gofacts

import (
	"go/ast"
	"go/types"
	"slices"
	"strings"

	"github.com/wirevet/wirevet/facts"
)

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
		return ok && routerMakers[r.called(call)]
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
			r.inspect(file, func(n ast.Node) bool {
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

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
	fiber2 + ".New": true,
	fiber3 + ".New": true,
}

func (r *reader) isRouter(e ast.Expr, sets []set) bool {
	switch r.typeOf(e) {
	case "net/http.ServeMux", "github.com/gorilla/mux.Router", "github.com/go-chi/chi/v5.Mux", "github.com/go-chi/chi/v5.Router",
		"github.com/gin-gonic/gin.Engine", "github.com/labstack/echo/v4.Echo", fiber2 + ".App", fiber3 + ".App":
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
	var uses []use
	for _, call := range r.methodCalls() {
		fun := call.Fun.(*ast.SelectorExpr)
		group, on := r.registeredOn(fun.X, names, 0)
		if !on {
			continue
		}
		switch fun.Sel.Name {
		case "Use":
			if one := r.registered(call, depth); len(one.endpoints) > 0 { // fiber: Use takes handlers as well
				out.add(one)
			} else if group == nil {
				uses = append(uses, r.routerUses(call)...)
			}
			continue
		case "Handle", "HandleFunc", "Mount", "Get", "Post", "GET", "POST", "Any", "Method", "MethodFunc", "PathPrefix", "All", "Match", "Add",
			"Handler", "HandlerFunc":
		default:
			continue
		}
		one := r.registered(call, depth)
		if prefix := r.groupPath(fun.X, 0); prefix != "" {
			one = one.under(facts.Written(prefix, r.span(fun.X)))
		}
		for i := len(group) - 1; i >= 0; i-- {
			one = one.through(group[i])
		}
		out.add(one)
	}
	for i := len(uses) - 1; i >= 0; i-- {
		out = out.throughUse(uses[i])
	}
	return out
}

// registered follows one registration. Frameworks take middleware beside the handler: gin and fiber before it, echo behind it.
func (r *reader) registered(call *ast.CallExpr, depth int) handled {
	path, handlers := r.registration(call)
	out := handled{}
	for i, h := range handlers {
		one := r.handler(h, depth+1)
		if len(one.endpoints)+len(one.sockets) > 0 {
			for j := len(handlers) - 1; j >= 0; j-- {
				if j != i {
					one = one.through(r.passOfMiddleware(handlers[j]))
				}
			}
		}
		out.add(one.under(path))
	}
	return out
}

// use is middleware of a router, for all paths or, in fiber, for those below one.
type use struct {
	pass
	below string
}

func (r *reader) routerUses(call *ast.CallExpr) []use {
	var out []use
	below, middleware := "", call.Args
	if path, rest := r.registration(call); path.Known() && path.Value != "" {
		below, middleware = path.Value, rest
	}
	for _, e := range middleware {
		out = append(out, use{r.passOfMiddleware(e), below})
	}
	return out
}

// throughUse puts middleware in front of the endpoints that it is for.
func (h handled) throughUse(u use) handled {
	for _, list := range [][]endpoint{h.endpoints, h.sockets} {
		for i := range list {
			if strings.HasPrefix(list[i].path.Value, u.below) {
				list[i].passes = append([]pass{u.pass}, list[i].passes...)
			}
		}
	}
	return h
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

// aliasesOf returns the variables that hold the same thing as obj: parameters that get it, variables and fields that are set to it,
// those that it is set to itself, and those that a function returns which gives it.
func (r *reader) aliasesOf(obj types.Object) map[types.Object]bool {
	names := map[types.Object]bool{obj: true}
	ix := r.indexed()
	for before := 0; before != len(names); {
		before = len(names)
		for held, sets := range ix.sets {
			if held.Pkg() != r.pass.Pkg {
				continue // what one http.Server has in its fields says nothing of another
			}
			for _, s := range sets {
				if s.value == nil {
					continue
				}
				if s.result == 0 && names[r.denoted(ast.Unparen(s.value))] {
					names[held] = true
				}
				if names[held] && (len(sets) == 1 || !isField(held)) {
					r.addSources(names, s)
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

func isField(obj types.Object) bool {
	v, ok := obj.(*types.Var)
	return ok && v.IsField()
}

// addSources adds the variables that a value comes from: itself, or what a function of the package returns.
func (r *reader) addSources(names map[types.Object]bool, s set) {
	values := []ast.Expr{s.value}
	if call, ok := ast.Unparen(s.value).(*ast.CallExpr); ok {
		fn := r.ownFunction(call)
		if fn == nil || fn.Body == nil {
			return
		}
		values = returned(fn.Body, s.result)
	} else if s.result != 0 {
		return
	}
	for _, v := range values {
		if obj := r.denoted(ast.Unparen(v)); obj != nil && obj.Pkg() == r.pass.Pkg {
			if _, ok := obj.(*types.Var); ok {
				names[obj] = true
			}
		}
	}
}

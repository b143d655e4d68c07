package gofacts

import (
	"go/ast"
	"go/token"
	"go/types"
)

func passPos(p pass) token.Pos {
	if p.call == nil {
		return token.NoPos
	}
	return p.call.Pos()
}

// passOf describes a call that wraps a handler.
func (r *reader) passOf(call *ast.CallExpr) pass {
	p := pass{symbol: r.called(call), call: call}
	fun := call.Fun
	if made, ok := ast.Unparen(fun).(*ast.CallExpr); ok { // RequireBearerToken(…)(h)
		p.symbol, fun = r.called(made), made.Fun
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
		if wrapsMiddleware[r.called(e)] && len(e.Args) == 1 {
			return r.passOfMiddleware(e.Args[0])
		}
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

// passesGiven returns the middleware that an argument is, or holds; nil when it is none.
func (r *reader) passesGiven(arg ast.Expr) []pass {
	t := r.info.TypeOf(arg)
	if wrapsHandlers(t) {
		return []pass{r.passOfMiddleware(arg)}
	}
	if t == nil {
		return nil
	}
	list, ok := t.Underlying().(*types.Slice)
	if !ok || !wrapsHandlers(list.Elem()) {
		return nil
	}
	lit := r.literalBehind(arg)
	if lit == nil || len(r.appended(arg)) > 0 {
		return []pass{{}} // some that is not known
	}
	out := []pass{}
	for _, element := range lit.Elts {
		out = append(out, r.passOfMiddleware(element))
	}
	return out
}

// wrapsHandlers reports whether a type is that of middleware of net/http.
func wrapsHandlers(t types.Type) bool {
	if t == nil {
		return false
	}
	signature, ok := t.Underlying().(*types.Signature)
	return ok && signature.Params().Len() == 1 && signature.Results().Len() == 1 &&
		answersRequests(signature.Params().At(0).Type()) && answersRequests(signature.Results().At(0).Type())
}

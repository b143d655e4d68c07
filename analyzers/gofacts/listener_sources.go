package gofacts

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"
)

// source is one net.Listener that an expression may stand for.
type source struct {
	network string
	address ast.Expr
	tls     bool
	config  *object
}

// accepting reads where a net.Listener comes from: one listening for each address that it may be for. What a condition decides, or
// which implementation of an interface, is stated when all come to the same. It is empty when nothing is known.
func (r *reader) accepting(e ast.Expr, l listening) []listening {
	finder := listenerFinder{reader: r, known: map[resultOf]listeners{}}
	found := finder.of(e, 0, 0)
	if found.wrapped {
		return nil
	}
	var out []listening
	var encrypted, clear bool
	for _, s := range found.sources {
		one := l
		one.network, one.address, one.tls = s.network, s.address, l.tls || s.tls
		if s.config != nil {
			one.config = s.config
		}
		if !strings.HasPrefix(s.network, "unix") {
			encrypted, clear = encrypted || one.tls, clear || !one.tls
		}
		out = r.addListening(out, one)
	}
	for i := range out {
		out[i].either = encrypted && clear
	}
	return out
}

// addListening adds a listening unless there is one for the address.
func (r *reader) addListening(all []listening, l listening) []listening {
	text, known, _ := whole(r.text(l.address))
	for i := range all {
		other, alsoKnown, _ := whole(r.text(all[i].address))
		if l.address != all[i].address && (!known || !alsoKnown || text != other || l.network != all[i].network) {
			continue
		}
		if l.config != all[i].config {
			all[i].config, all[i].configured = nil, true // each is judged where it is made
		}
		return all
	}
	return append(all, l)
}

// listenerFinder follows an expression to the listeners that it may stand for.
type listenerFinder struct {
	*reader
	known map[resultOf]listeners // none for what is being followed
}

// resultOf is one of the results of an expression.
type resultOf struct {
	expr  ast.Expr
	index int
}

// listeners are those that were found. Wrapped is true when something is put around them of which nothing is known: it may be TLS.
type listeners struct {
	sources []source
	wrapped bool
}

func (l *listeners) add(other listeners) {
	l.sources, l.wrapped = append(l.sources, other.sources...), l.wrapped || other.wrapped
}

// of follows one of the results of an expression.
func (f *listenerFinder) of(e ast.Expr, result, depth int) listeners {
	key := resultOf{e, result}
	known, ok := f.known[key]
	if !ok && e != nil && depth <= maxHops {
		f.known[key] = listeners{}
		known = f.follow(ast.Unparen(e), result, depth)
		f.known[key] = known
	}
	known.sources = slices.Clone(known.sources)
	return known
}

func (f *listenerFinder) follow(e ast.Expr, result, depth int) listeners {
	switch e := e.(type) {
	case *ast.CallExpr:
		return f.call(e, result, depth)
	case *ast.Ident:
		return f.variable(f.info.ObjectOf(e), e.Pos(), depth)
	case *ast.SelectorExpr:
		if sel := f.info.Selections[e]; sel != nil {
			return f.variable(sel.Obj(), token.NoPos, depth)
		}
	case *ast.UnaryExpr:
		return f.of(e.X, 0, depth+1)
	case *ast.CompositeLit:
		return f.embedding(e, depth)
	}
	return listeners{}
}

func (f *listenerFinder) call(call *ast.CallExpr, result, depth int) listeners {
	one := func(s source) listeners { return listeners{sources: []source{s}} }
	network := func(e ast.Expr) string {
		text, _, _ := whole(f.text(e))
		return text
	}
	switch name := f.called(call); {
	case name == "net.Listen" && len(call.Args) == 2:
		return one(source{network: network(call.Args[0]), address: call.Args[1]})
	case name == "net.ListenConfig.Listen" && len(call.Args) == 3:
		return one(source{network: network(call.Args[1]), address: call.Args[2]})
	case name == "crypto/tls.Listen" && len(call.Args) == 3:
		return one(source{network: network(call.Args[0]), address: call.Args[1], tls: true, config: f.objectOf(call.Args[2])})
	case name == "crypto/tls.NewListener" && len(call.Args) == 2:
		inner := f.of(call.Args[0], 0, depth+1)
		for i := range inner.sources {
			inner.sources[i].tls, inner.sources[i].config = true, f.objectOf(call.Args[1])
		}
		return inner
	case name == "golang.org/x/net/netutil.LimitListener" && len(call.Args) == 2: // limits how many connections there are
		return f.of(call.Args[0], 0, depth+1)
	}
	if functions := f.functionsCalled(call); functions != nil {
		var out listeners
		for _, fn := range functions {
			out.add(f.results(fn, result, depth+1))
		}
		return out
	}
	var wrapped listeners
	for _, arg := range call.Args {
		wrapped.wrapped = wrapped.wrapped || f.typeOf(arg) == "net.Listener" || len(f.of(arg, 0, depth+1).sources) > 0
	}
	return wrapped
}

// results follows what a function returns at one place among its results.
func (f *listenerFinder) results(fn *ast.FuncDecl, result, depth int) listeners {
	var out listeners
	for _, e := range returned(fn.Body, result) {
		out.add(f.of(e, 0, depth+1))
	}
	if name := resultName(fn, result); name != nil {
		for _, ret := range returnsOf(fn.Body) {
			if len(ret.Results) == 0 {
				out.add(f.variable(f.info.Defs[name], ret.Pos(), depth+1))
			}
		}
	}
	return out
}

// resultName returns the name of a function's result, or nil.
func resultName(fn *ast.FuncDecl, result int) *ast.Ident {
	if fn.Type.Results == nil {
		return nil
	}
	for _, field := range fn.Type.Results.List {
		if result < len(field.Names) {
			return field.Names[result]
		}
		result -= len(field.Names)
	}
	return nil
}

// variable follows a variable to what it may hold at a position: what it was set to last, and what a condition sets after that. A
// field, or a variable of the package, may hold all that it is set to.
func (f *listenerFinder) variable(obj types.Object, at token.Pos, depth int) listeners {
	v, ok := obj.(*types.Var)
	if !ok {
		return listeners{}
	}
	local := at.IsValid() && v.Parent() != f.pass.Pkg.Scope()
	var out listeners
	sets := f.indexed().sets[v]
	for i := len(sets) - 1; i >= 0; i-- {
		s := sets[i]
		if local && s.stmt.End() > at {
			continue
		}
		out.add(f.of(s.value, s.result, depth+1))
		if local && f.alwaysBefore(s.stmt, at) {
			return out
		}
	}
	if p, ok := f.indexed().params[v]; ok && p.fn != nil && p.position >= 0 && !p.variadic {
		for _, call := range f.indexed().callers[f.info.Defs[p.fn.Name]] {
			if p.position < len(call.Args) {
				out.add(f.of(call.Args[p.position], 0, depth+2))
			}
		}
	}
	return out
}

// alwaysBefore reports whether a statement has been executed whenever a later place of the function is reached, as far as the blocks
// around it say.
func (r *reader) alwaysBefore(stmt ast.Node, at token.Pos) bool {
	path := r.pathTo(stmt)
	for i := len(path) - 1; i >= 0; i-- {
		switch path[i].(type) {
		case *ast.BlockStmt, *ast.CaseClause, *ast.CommClause:
			return contains(path[i], at)
		}
	}
	return false
}

// embedding follows a struct of the package whose method Accept is that of a listener that it embeds.
func (f *listenerFinder) embedding(lit *ast.CompositeLit, depth int) listeners {
	t := f.info.TypeOf(lit)
	if t == nil {
		return listeners{}
	}
	fields, ok := underlyingStruct(t)
	method, index, _ := types.LookupFieldOrMethod(types.NewPointer(t), true, f.pass.Pkg, "Accept")
	if _, isMethod := method.(*types.Func); !ok || !isMethod {
		return listeners{}
	}
	for i, elt := range lit.Elts {
		value := elt
		if kv, ok := elt.(*ast.KeyValueExpr); ok {
			key, _ := kv.Key.(*ast.Ident)
			if key == nil || key.Name != fields.Field(index[0]).Name() {
				continue
			}
			value = kv.Value
		} else if i != index[0] {
			continue
		}
		inner := f.of(value, 0, depth+1)
		inner.wrapped = inner.wrapped || len(index) != 2
		return inner
	}
	return listeners{wrapped: true}
}

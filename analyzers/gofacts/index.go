package gofacts

import (
	"go/ast"
	"go/token"
	"go/types"
	"iter"
	"sort"
)

// index is what a package says of each of its variables, fields and functions.
type index struct {
	sets      map[types.Object][]set           // assignments to variables and fields, in the order of the files
	pointed   map[types.Object][]*ast.CallExpr // calls that get the address of a variable or field
	declared  map[types.Object]ast.Expr        // the type that a variable, parameter or field is declared with
	functions map[types.Object]*ast.FuncDecl
	callers   map[types.Object][]*ast.CallExpr
	params    map[types.Object]param
	mentions  map[types.Object]bool // see mentioned
}

// set is one value that a variable or field gets.
type set struct {
	value  ast.Expr // nil for what a range or a type switch gives
	result int      // which result of the call that value is
	stmt   ast.Node // the whole assignment: `x.F = v`, `F: v`, `x := v`
	fn     ast.Node // the declared function around it; nil at package level
}

// param is which parameter of which function a variable is.
type param struct {
	fn       *ast.FuncDecl // nil for a parameter of a function literal
	position int           // -1 for the receiver
	variadic bool
}

// indexed returns the index, which is built when it is first needed: most packages never ask for it.
func (r *reader) indexed() *index {
	if r.index != nil {
		return r.index
	}
	ix := &index{
		sets: map[types.Object][]set{}, pointed: map[types.Object][]*ast.CallExpr{}, declared: map[types.Object]ast.Expr{},
		functions: map[types.Object]*ast.FuncDecl{}, callers: map[types.Object][]*ast.CallExpr{},
		params: map[types.Object]param{},
	}
	r.index = ix
	for _, file := range r.files {
		for _, decl := range file.Decls {
			fn, _ := decl.(*ast.FuncDecl)
			if fn != nil {
				r.indexFunction(ix, fn)
			}
			around := ast.Node(nil)
			if fn != nil {
				around = fn
			}
			r.inspect(decl, func(n ast.Node) bool { return r.indexNode(ix, n, around) })
		}
	}
	return ix
}

// mentioned reports whether a function is used other than by a call.
func (r *reader) mentioned(fn types.Object) bool {
	ix := r.indexed()
	if ix.mentions == nil {
		ix.mentions = map[types.Object]bool{}
		called := map[*ast.Ident]bool{}
		for _, calls := range ix.callers {
			for _, call := range calls {
				called[calledName(call)] = true
			}
		}
		for id, obj := range r.info.Uses {
			if fn, ok := obj.(*types.Func); ok && ix.functions[fn] != nil && !called[id] {
				ix.mentions[fn] = true
			}
		}
	}
	return ix.mentions[fn]
}

// calledName is the identifier that a call names.
func calledName(call *ast.CallExpr) *ast.Ident {
	fun := ast.Unparen(call.Fun)
	switch indexed := fun.(type) {
	case *ast.IndexExpr:
		fun = indexed.X
	case *ast.IndexListExpr:
		fun = indexed.X
	}
	switch fun := fun.(type) {
	case *ast.Ident:
		return fun
	case *ast.SelectorExpr:
		return fun.Sel
	}
	return nil
}

// exportedFunctions yields the exported functions and methods that have a body, in the order of the files: what is told to
// importers must not depend on chance.
func (r *reader) exportedFunctions() iter.Seq2[*types.Func, *ast.FuncDecl] {
	return func(yield func(*types.Func, *ast.FuncDecl) bool) {
		for _, file := range r.files {
			for _, decl := range file.Decls {
				fn, ok := decl.(*ast.FuncDecl)
				if !ok || fn.Body == nil || !fn.Name.IsExported() {
					continue
				}
				if f, ok := r.info.Defs[fn.Name].(*types.Func); ok && !yield(f, fn) {
					return
				}
			}
		}
	}
}

func (r *reader) indexFunction(ix *index, fn *ast.FuncDecl) {
	if obj := r.info.Defs[fn.Name]; obj != nil {
		ix.functions[obj] = fn
	}
	r.indexParams(ix, fn.Recv, fn, -1)
	r.indexParams(ix, fn.Type.Params, fn, 0)
	r.indexParams(ix, fn.Type.Results, nil, 0)
}

func (r *reader) indexParams(ix *index, list *ast.FieldList, fn *ast.FuncDecl, position int) {
	if list == nil {
		return
	}
	for _, field := range list.List {
		declared := field.Type
		ellipsis, variadic := declared.(*ast.Ellipsis)
		if variadic {
			declared = ellipsis.Elt
		}
		for _, name := range field.Names {
			if obj := r.info.Defs[name]; obj != nil {
				ix.declared[obj] = declared
				ix.params[obj] = param{fn, position, variadic}
			}
			position++
		}
		if len(field.Names) == 0 {
			position++
		}
	}
}

func (r *reader) indexNode(ix *index, n ast.Node, fn ast.Node) bool {
	switch n := n.(type) {
	case *ast.AssignStmt:
		r.indexAssignment(ix, n.Lhs, n.Rhs, n, fn)
	case *ast.ValueSpec:
		left := make([]ast.Expr, len(n.Names))
		for i, name := range n.Names {
			left[i] = name
			if obj := r.info.Defs[name]; obj != nil && n.Type != nil {
				ix.declared[obj] = n.Type
			}
		}
		r.indexAssignment(ix, left, n.Values, n, fn)
	case *ast.RangeStmt:
		for _, left := range []ast.Expr{n.Key, n.Value} {
			if obj := r.settable(left); obj != nil {
				ix.sets[obj] = append(ix.sets[obj], set{stmt: n, fn: fn})
			}
		}
	case *ast.CompositeLit:
		r.indexLiteral(ix, n, fn)
	case *ast.StructType:
		for _, field := range n.Fields.List {
			for _, name := range field.Names {
				if obj := r.info.Defs[name]; obj != nil {
					ix.declared[obj] = field.Type
				}
			}
		}
	case *ast.FuncLit:
		r.indexParams(ix, n.Type.Params, nil, 0)
	case *ast.CallExpr:
		r.indexCall(ix, n)
	}
	return true
}

func (r *reader) indexAssignment(ix *index, left, right []ast.Expr, stmt, fn ast.Node) {
	if assign, ok := stmt.(*ast.AssignStmt); ok && assign.Tok != token.ASSIGN && assign.Tok != token.DEFINE {
		right = nil // x += y: what comes out is not followed
	}
	for i, l := range left {
		obj := r.settable(l)
		if obj == nil {
			continue
		}
		s := set{stmt: stmt, fn: fn}
		switch {
		case len(right) == len(left):
			s.value = right[i]
		case len(right) == 1:
			s.value, s.result = right[0], i
		case len(right) == 0:
			if spec, ok := stmt.(*ast.ValueSpec); ok && spec.Type != nil {
				continue // var x T: the zero value, which every variable has before its assignments
			}
		}
		ix.sets[obj] = append(ix.sets[obj], s)
	}
}

// settable returns the variable or field that the left side of an assignment denotes, or nil.
func (r *reader) settable(e ast.Expr) types.Object {
	switch e := e.(type) {
	case *ast.Ident:
		if v, ok := r.info.ObjectOf(e).(*types.Var); ok {
			return v
		}
	case *ast.SelectorExpr:
		if v, ok := r.info.ObjectOf(e.Sel).(*types.Var); ok {
			return v
		}
	case *ast.ParenExpr:
		return r.settable(e.X)
	case *ast.StarExpr:
		return r.settable(e.X)
	}
	return nil
}

func (r *reader) indexLiteral(ix *index, lit *ast.CompositeLit, fn ast.Node) {
	for i, element := range lit.Elts {
		kv, ok := element.(*ast.KeyValueExpr)
		if !ok {
			if s, ok := underlyingStruct(r.info.TypeOf(lit)); ok && i < s.NumFields() {
				ix.sets[s.Field(i)] = append(ix.sets[s.Field(i)], set{value: element, stmt: element, fn: fn})
			}
			continue
		}
		if key, ok := kv.Key.(*ast.Ident); ok {
			if v, ok := r.info.ObjectOf(key).(*types.Var); ok && v.IsField() {
				ix.sets[v] = append(ix.sets[v], set{value: kv.Value, stmt: kv, fn: fn})
			}
		}
	}
}

func underlyingStruct(t types.Type) (*types.Struct, bool) {
	if t == nil {
		return nil, false
	}
	if pointer, ok := t.Underlying().(*types.Pointer); ok {
		t = pointer.Elem()
	}
	s, ok := t.Underlying().(*types.Struct)
	return s, ok
}

func (r *reader) indexCall(ix *index, call *ast.CallExpr) {
	if name := calledName(call); name != nil {
		if fn, ok := r.info.Uses[name].(*types.Func); ok && fn.Pkg() == r.pass.Pkg {
			ix.callers[fn.Origin()] = append(ix.callers[fn.Origin()], call)
		}
	}
	for _, arg := range call.Args {
		if address, ok := arg.(*ast.UnaryExpr); ok && address.Op == token.AND {
			if obj := r.settable(address.X); obj != nil {
				ix.pointed[obj] = append(ix.pointed[obj], call)
			}
		}
	}
}

// pathTo returns the nodes from the file's declaration down to n, both included.
func (r *reader) pathTo(n ast.Node) []ast.Node {
	if decl := r.declarationAround(n); decl != nil {
		return descend(decl, n)
	}
	return nil
}

func descend(from, to ast.Node) []ast.Node {
	var path []ast.Node
	found := false
	ast.Inspect(from, func(n ast.Node) bool {
		switch {
		case n == nil || found:
			return false
		case n.Pos() > to.Pos() || n.End() < to.End():
			return false
		}
		path = append(path, n)
		found = n == to
		return !found
	})
	return path
}

// functionAround returns the declared function that holds a node, or nil.
func (r *reader) functionAround(n ast.Node) *ast.FuncDecl {
	fn, _ := r.declarationAround(n).(*ast.FuncDecl)
	return fn
}

// declarationAround returns the declaration of a file that holds a node, or nil.
func (r *reader) declarationAround(n ast.Node) ast.Decl {
	pos := n.Pos()
	s := r.syntaxAt(pos)
	if s == nil {
		return nil
	}
	decls := s.file.Decls
	i := sort.Search(len(decls), func(i int) bool { return decls[i].Pos() > pos }) - 1
	if i < 0 || n.End() > decls[i].End() {
		return nil
	}
	return decls[i]
}

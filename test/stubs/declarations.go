package main

import (
	"cmp"
	"fmt"
	"go/constant"
	"go/types"
	"slices"
	"strconv"
	"strings"
)

// writer writes the declarations of one package.
type writer struct {
	pkg     *types.Package
	imports map[string]string // import path → local name
	taken   map[string]string // local name → import path
	queued  map[types.Object]bool
	queue   []types.Object
	sealed  map[string]bool
	text    map[string]string // by the name that is declared; methods by Type.Method
}

// declarations returns a package's exported API as Go source without function bodies. Unexported fields and types are left
// out unless something exported needs them.
func declarations(pkg *types.Package, version string, only []string) string {
	w := &writer{
		pkg: pkg, imports: map[string]string{}, taken: map[string]string{}, queued: map[types.Object]bool{}, text: map[string]string{},
	}
	names := only
	if names == nil {
		names = pkg.Scope().Names()
	}
	for _, name := range names {
		if o := pkg.Scope().Lookup(name); o == nil {
			panic(pkg.Path() + " has no " + name)
		} else if o.Exported() {
			w.want(o)
		}
	}
	for len(w.queue) > 0 {
		o := w.queue[0]
		w.queue = w.queue[1:]
		w.declare(o, only != nil)
	}
	var b strings.Builder
	fmt.Fprintf(&b, "// Package %s declares what %s of %s exports. Made by test/stubs; do not edit.\npackage %s\n", pkg.Name(), pkg.Path(), version, pkg.Name())
	paths := make([]string, 0, len(w.imports))
	for path := range w.imports {
		paths = append(paths, path)
	}
	slices.Sort(paths)
	for _, path := range paths {
		fmt.Fprintf(&b, "import %s %q\n", w.imports[path], path)
	}
	keys := make([]string, 0, len(w.text))
	for k := range w.text {
		keys = append(keys, k)
	}
	slices.SortFunc(keys, func(x, y string) int { return cmp.Or(cmp.Compare(w.text[x], w.text[y]), cmp.Compare(x, y)) })
	for _, k := range keys {
		b.WriteString(w.text[k] + "\n")
	}
	return b.String()
}

func (w *writer) want(o types.Object) {
	if !w.queued[o] {
		w.queued[o] = true
		w.queue = append(w.queue, o)
	}
}

// name is how another package's, or this package's, type is named; it notes what is named.
func (w *writer) qualify(p *types.Package) string {
	if p == w.pkg {
		return ""
	}
	if name, ok := w.imports[p.Path()]; ok {
		return name
	}
	name := p.Name()
	for n := 2; w.taken[name] != "" || w.pkg.Scope().Lookup(name) != nil; n++ {
		name = p.Name() + strconv.Itoa(n)
	}
	w.imports[p.Path()], w.taken[name] = name, p.Path()
	return name
}

func (w *writer) typ(t types.Type) string {
	w.visit(t, map[types.Type]bool{})
	return types.TypeString(t, w.qualify)
}

// visit queues the types of this package that a type names.
func (w *writer) visit(t types.Type, seen map[types.Type]bool) {
	if t == nil || seen[t] {
		return
	}
	seen[t] = true
	named := func(o *types.TypeName, args *types.TypeList) {
		if o.Pkg() == w.pkg && o.Parent() == w.pkg.Scope() {
			w.want(o)
		}
		for i := range args.Len() {
			w.visit(args.At(i), seen)
		}
	}
	switch t := t.(type) {
	case *types.Alias:
		named(t.Obj(), t.TypeArgs())
	case *types.Named:
		named(t.Obj(), t.TypeArgs())
	case *types.Pointer:
		w.visit(t.Elem(), seen)
	case *types.Slice:
		w.visit(t.Elem(), seen)
	case *types.Array:
		w.visit(t.Elem(), seen)
	case *types.Chan:
		w.visit(t.Elem(), seen)
	case *types.Map:
		w.visit(t.Key(), seen)
		w.visit(t.Elem(), seen)
	case *types.Tuple:
		for i := range t.Len() {
			w.visit(t.At(i).Type(), seen)
		}
	case *types.Signature:
		w.visit(t.Params(), seen)
		w.visit(t.Results(), seen)
		for i := range t.TypeParams().Len() {
			w.visit(t.TypeParams().At(i).Constraint(), seen)
		}
	case *types.Struct:
		for i := range t.NumFields() {
			w.visit(t.Field(i).Type(), seen)
		}
	case *types.Interface:
		for i := range t.NumExplicitMethods() {
			w.visit(t.ExplicitMethod(i).Type(), seen)
		}
		for i := range t.NumEmbeddeds() {
			w.visit(t.EmbeddedType(i), seen)
		}
	case *types.Union:
		for i := range t.Len() {
			w.visit(t.Term(i).Type(), seen)
		}
	}
}

func (w *writer) declare(o types.Object, trimmed bool) {
	switch o := o.(type) {
	case *types.Const:
		w.text[o.Name()] = w.constant(o)
	case *types.Var:
		w.text[o.Name()] = "var " + o.Name() + " " + w.typ(o.Type())
	case *types.Func:
		w.text[o.Name()] = "func " + o.Name() + w.signature(o.Signature())
	case *types.TypeName:
		w.declareType(o, trimmed)
	}
}

func (w *writer) constant(o *types.Const) string {
	out := "const " + o.Name() + " "
	basic, isBasic := o.Type().(*types.Basic)
	if !isBasic || basic.Info()&types.IsUntyped == 0 {
		out += w.typ(o.Type()) + " "
	}
	value := o.Val().ExactString()
	switch {
	case isBasic && basic.Kind() == types.UntypedRune:
		i, _ := constant.Int64Val(o.Val())
		value = strconv.QuoteRune(rune(i))
	case o.Val().Kind() == constant.Float:
		value = o.Val().String()
	}
	return out + "= " + value
}

// signature writes a function's type without the word func.
func (w *writer) signature(s *types.Signature) string {
	return strings.TrimPrefix(w.typ(s), "func")
}

func (w *writer) declareType(o *types.TypeName, trimmed bool) {
	if alias, ok := o.Type().(*types.Alias); ok {
		w.text[o.Name()] = "type " + o.Name() + w.typeParams(alias.TypeParams()) + " = " + w.typ(alias.Rhs())
		return
	}
	named, ok := o.Type().(*types.Named)
	if !ok {
		w.text[o.Name()] = "type " + o.Name() + " = " + w.typ(o.Type())
		return
	}
	underlying := named.Underlying()
	if s, ok := underlying.(*types.Struct); ok {
		underlying = w.exportedFields(s)
	}
	w.text[o.Name()] = "type " + o.Name() + w.typeParams(named.TypeParams()) + " " + w.typ(underlying)
	for i := range named.NumMethods() {
		m := named.Method(i)
		if !m.Exported() && !w.sealing()[m.Name()] || trimmed && !w.affordable(m.Signature()) {
			continue
		}
		receiver := o.Name() + w.typeArgs(named.TypeParams())
		if _, pointer := m.Signature().Recv().Type().(*types.Pointer); pointer {
			receiver = "*" + receiver
		}
		w.text[o.Name()+"."+m.Name()] = "func (" + receiver + ") " + m.Name() + w.signature(m.Signature())
	}
}

// sealing returns the unexported methods of the package's interfaces: without them its own types would not satisfy these.
func (w *writer) sealing() map[string]bool {
	if w.sealed != nil {
		return w.sealed
	}
	w.sealed = map[string]bool{}
	for _, name := range w.pkg.Scope().Names() {
		if i, ok := w.pkg.Scope().Lookup(name).Type().Underlying().(*types.Interface); ok {
			for n := range i.NumMethods() {
				if m := i.Method(n); !m.Exported() {
					w.sealed[m.Name()] = true
				}
			}
		}
	}
	return w.sealed
}

// affordable reports whether a method names no type of this package that nothing else needs: of a trimmed package, a
// method must not bring in the rest.
func (w *writer) affordable(s *types.Signature) bool {
	probe := &writer{pkg: w.pkg, queued: map[types.Object]bool{}}
	probe.visit(s, map[types.Type]bool{})
	for o := range probe.queued {
		if !w.queued[o] {
			return false
		}
	}
	return true
}

// exportedFields drops what no other package can name: tags, and unexported fields but for embedded structs, through which
// exported members are reached.
func (w *writer) exportedFields(s *types.Struct) *types.Struct {
	var fields []*types.Var
	for i := range s.NumFields() {
		if f := s.Field(i); f.Exported() || f.Embedded() && f.Pkg() == w.pkg {
			fields = append(fields, f)
		}
	}
	return types.NewStruct(fields, nil)
}

func (w *writer) typeParams(list *types.TypeParamList) string {
	if list.Len() == 0 {
		return ""
	}
	var params []string
	for i := range list.Len() {
		params = append(params, list.At(i).Obj().Name()+" "+w.typ(list.At(i).Constraint()))
	}
	return "[" + strings.Join(params, ", ") + "]"
}

func (w *writer) typeArgs(list *types.TypeParamList) string {
	if list.Len() == 0 {
		return ""
	}
	var names []string
	for i := range list.Len() {
		names = append(names, list.At(i).Obj().Name())
	}
	return "[" + strings.Join(names, ", ") + "]"
}

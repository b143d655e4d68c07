package gofacts

import (
	"go/ast"
	"go/types"

	"golang.org/x/tools/go/analysis"
)

// onlyImplementation returns the method that a call through an interface of the package comes to, when one type of the package
// alone has the interface's methods; else nil. Another package may have a further one: only who asks what may be served follows.
func (r *reader) onlyImplementation(call *ast.CallExpr) *ast.FuncDecl {
	name := calledName(call)
	if name == nil {
		return nil
	}
	method, ok := r.info.Uses[name].(*types.Func)
	if !ok || method.Pkg() != r.pass.Pkg {
		return nil
	}
	for concrete, methods := range r.implemented() {
		for _, m := range methods {
			if m == method {
				return r.indexed().functions[concrete]
			}
		}
	}
	return nil
}

// implemented returns the methods of the package's interfaces by those of the only types of the package that have them.
func (r *reader) implemented() map[*types.Func][]*types.Func {
	if r.implementations != nil {
		return r.implementations
	}
	r.implementations = map[*types.Func][]*types.Func{}
	scope := r.pass.Pkg.Scope()
	var concrete []types.Type
	var interfaces []*types.Interface
	for _, name := range scope.Names() {
		of, ok := scope.Lookup(name).(*types.TypeName)
		if !ok || of.IsAlias() {
			continue
		}
		if named, ok := of.Type().(*types.Named); !ok || named.TypeParams().Len() > 0 {
			continue
		}
		if i, ok := of.Type().Underlying().(*types.Interface); !ok {
			concrete = append(concrete, types.NewPointer(of.Type()))
		} else if i.NumMethods() > 0 {
			interfaces = append(interfaces, i)
		}
	}
	for _, i := range interfaces {
		var only types.Type
		count := 0
		for _, t := range concrete {
			if types.Implements(t, i) {
				only = t
				count++
			}
		}
		if count != 1 {
			continue
		}
		for method := range i.ExplicitMethods() {
			obj, _, _ := types.LookupFieldOrMethod(only, true, r.pass.Pkg, method.Name())
			if f, ok := obj.(*types.Func); ok {
				r.implementations[f] = append(r.implementations[f], method)
			}
		}
	}
	return r.implementations
}

// exportServing tells importers what a function serves, also those that call it through an interface.
func (r *reader) exportServing(f *types.Func, fact analysis.Fact) {
	r.pass.ExportObjectFact(f, fact)
	if f.Signature().Recv() != nil {
		for _, method := range r.implemented()[f] {
			r.pass.ExportObjectFact(method, fact)
		}
	}
}

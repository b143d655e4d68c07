package gofacts

import (
	"go/ast"
	"go/types"
	"reflect"
	"slices"

	"golang.org/x/tools/go/analysis"

	"github.com/wirevet/wirevet/facts"
)

// implementations are the methods of the package's types that implement its interfaces. Another package may have further ones:
// only who asks what may be served follows them.
type implementations struct {
	of     map[*types.Func][]*types.Func // the methods that a method of an interface may be, in the order of the types' names
	having map[*types.Func][]*types.Func // the methods of interfaces that a method implements
}

func (r *reader) implemented() *implementations {
	if r.implementations != nil {
		return r.implementations
	}
	found := &implementations{map[*types.Func][]*types.Func{}, map[*types.Func][]*types.Func{}}
	r.implementations = found
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
		for _, t := range concrete {
			if !types.Implements(t, i) {
				continue
			}
			for method := range i.ExplicitMethods() {
				obj, _, _ := types.LookupFieldOrMethod(t, true, r.pass.Pkg, method.Name())
				if f, ok := obj.(*types.Func); ok && !slices.Contains(found.of[method], f) {
					found.of[method], found.having[f] = append(found.of[method], f), append(found.having[f], method)
				}
			}
		}
	}
	return found
}

// handlerImplemented follows a call through an interface of the package to what its implementations return. Where they do not
// agree on what a request passes, that is not known; where one of them serves something else, nothing is.
func (r *reader) handlerImplemented(call *ast.CallExpr, depth int) (handled, bool) {
	name := calledName(call)
	if name == nil {
		return handled{}, false
	}
	method, ok := r.info.Uses[name].(*types.Func)
	if !ok || method.Pkg() != r.pass.Pkg {
		return handled{}, false
	}
	var all []handled
	for _, f := range r.implemented().of[method] {
		fn := r.indexed().functions[f]
		if fn == nil || fn.Body == nil {
			return handled{}, false
		}
		all = append(all, r.handlerFunction(fn, depth))
	}
	if len(all) == 0 || r.takesHandler(call, depth) {
		return handled{}, false
	}
	return r.agreed(all), true
}

// agreed is what holds for each of several handlers.
func (r *reader) agreed(all []handled) handled {
	out := all[0]
	for _, h := range all[1:] {
		if len(h.endpoints) != len(out.endpoints) || len(h.endpoints) == 0 {
			return handled{opaque: true}
		}
		for i := range out.endpoints {
			if !r.agree(&out.endpoints[i], h.endpoints[i]) {
				return handled{opaque: true}
			}
		}
		out.opaque = out.opaque || h.opaque
	}
	return out
}

// agree leaves in an endpoint what holds for another one too. It reports whether they are the same but for what is checked.
func (r *reader) agree(e *endpoint, other endpoint) bool {
	if e.transport != other.transport || e.parameter != other.parameter {
		return false
	}
	ours, opaque := r.checksBefore(*e)
	theirs, alsoOpaque := r.checksBefore(other)
	if ours != theirs || opaque != alsoOpaque {
		e.passes = nil
		e.settings.authentication, e.settings.context = facts.NoAuthentication, true
	}
	settle := func(one *facts.Stated[bool], two facts.Stated[bool]) {
		if one.State != two.State || one.Value != two.Value {
			*one = facts.Undecided[bool](r.span(e.made), facts.SeveralValues)
		}
	}
	settle(&e.settings.host, other.settings.host)
	settle(&e.settings.origin, other.settings.origin)
	settle(&e.settings.tls, other.settings.tls)
	settle(&e.settings.anyCORS, other.settings.anyCORS)
	if e.settings.cors.State != other.settings.cors.State || e.settings.cors.Value != other.settings.cors.Value {
		e.settings.cors = facts.Undecided[string](r.span(e.made), facts.SeveralValues)
	}
	if e.settings.server != other.settings.server {
		e.settings.server, e.settings.foreign = nil, true
	}
	return true
}

// told is what importers are told of a method of an interface: what all its implementations say.
type told struct {
	method *types.Func
	fact   reflect.Type
}

// exportServing tells importers what a function serves, also those that call it through an interface, when all that implement it
// do the same.
func (r *reader) exportServing(f *types.Func, fact analysis.Fact) {
	r.pass.ExportObjectFact(f, fact)
	if f.Signature().Recv() == nil {
		return
	}
	if r.told == nil {
		r.told = map[told][]analysis.Fact{}
	}
	for _, method := range r.implemented().having[f] {
		key := told{method, reflect.TypeOf(fact)}
		r.told[key] = append(r.told[key], fact)
		said := r.told[key]
		if len(said) < len(r.implemented().of[method]) {
			continue
		}
		if agreed := agreedFact(said); agreed != nil {
			r.pass.ExportObjectFact(method, agreed)
		}
	}
}

// agreedFact is what several facts of a type have in common, or nil.
func agreedFact(said []analysis.Fact) analysis.Fact {
	one, ok := said[0].(*servesMCP)
	for _, other := range said[1:] {
		if reflect.DeepEqual(said[0], other) {
			continue
		}
		if !ok {
			return nil
		}
		if one = one.agreed(other.(*servesMCP)); one == nil {
			return nil
		}
	}
	if ok {
		return one
	}
	return said[0]
}

// agreed is what two handlers have in common, or nil.
func (f *servesMCP) agreed(other *servesMCP) *servesMCP {
	if f.Transport != other.Transport {
		return nil
	}
	out := *f
	out.Server = f.Server || other.Server
	if f.Authentication != other.Authentication || f.Opaque != other.Opaque {
		out.Authentication, out.Opaque = uint8(facts.NoAuthentication), true
	}
	for _, field := range []struct{ of, other *uint8 }{{&out.Origin, &other.Origin}, {&out.Host, &other.Host}, {&out.TLS, &other.TLS}} {
		if *field.of != *field.other {
			*field.of = 0
		}
	}
	return &out
}

// functionsCalled returns the functions of the package that a call may run: the one that it names, or those that implement the method
// of an interface. It is nil when one of them has no body here.
func (r *reader) functionsCalled(call *ast.CallExpr) []*ast.FuncDecl {
	name := calledName(call)
	if name == nil {
		return nil
	}
	called, ok := originOf(r.info.Uses[name]).(*types.Func)
	if !ok || called.Pkg() != r.pass.Pkg {
		return nil
	}
	implementing := []*types.Func{called}
	if r.indexed().functions[called] == nil {
		implementing = r.implemented().of[called]
	}
	var out []*ast.FuncDecl
	for _, f := range implementing {
		fn := r.indexed().functions[f]
		if fn == nil || fn.Body == nil {
			return nil
		}
		out = append(out, fn)
	}
	return out
}

package gofacts

import (
	"go/ast"
	"go/types"

	"github.com/wirevet/wirevet/facts"
)

// verificationSwitch marks a function whose caller decides whether certificates are verified: by a parameter, or, for an
// option, by calling it at all.
type verificationSwitch struct {
	Parameter int // from 0; -1 for the call itself
}

// AFact marks it as a fact.
func (*verificationSwitch) AFact() {}

func (f *verificationSwitch) String() string { return "switches verification" }

// optionOf returns the function that gives a setting to whoever calls it, as part of a function that it returns.
func (r *reader) optionOf(n ast.Node) *ast.FuncDecl {
	path := r.pathTo(n)
	for i := 1; i < len(path); i++ {
		if _, ok := path[i].(*ast.FuncLit); !ok {
			continue
		}
		for _, above := range path[:i] {
			if _, ok := above.(*ast.ReturnStmt); ok {
				fn, _ := path[0].(*ast.FuncDecl)
				return fn
			}
		}
	}
	return nil
}

// optionSwitch is the switch of an option that turns verification off.
func (r *reader) optionSwitch(fn *ast.FuncDecl) *value {
	obj := r.info.Defs[fn.Name]
	if obj == nil {
		return nil
	}
	return &value{origin: parameterOrigin, name: fn.Name.Name, object: obj, declared: fn.Name, at: fn.Name}
}

// noteSwitch remembers which function a switch belongs to, and tells the package's importers.
func (r *reader) noteSwitch(decider *value) {
	if decider.origin != parameterOrigin || decider.object == nil {
		return
	}
	fn, position := decider.object, -1
	if p, ok := r.indexed().params[decider.object]; ok {
		if p.fn == nil || p.position < 0 || p.variadic {
			return
		}
		fn, position = r.info.Defs[p.fn.Name], p.position
	}
	if _, ok := fn.(*types.Func); !ok {
		return
	}
	if r.switches == nil {
		r.switches = map[types.Object]int{}
	}
	r.switches[fn] = position
	if fn.Exported() {
		r.pass.ExportObjectFact(fn, &verificationSwitch{position})
	}
}

// readSwitchedCalls states a policy for each call that turns verification off, whatever happens.
func (r *reader) readSwitchedCalls() {
	for _, file := range r.files {
		r.inspect(file, func(n ast.Node) bool {
			if call, ok := n.(*ast.CallExpr); ok {
				r.readSwitchedCall(call)
			}
			return true
		})
	}
}

func (r *reader) readSwitchedCall(call *ast.CallExpr) {
	name := calledName(call)
	if name == nil {
		return
	}
	position, ok := r.switchingParameter(r.info.Uses[name])
	if !ok || position >= len(call.Args) {
		return
	}
	what := ast.Node(call)
	if position >= 0 {
		v := r.value(call.Args[position])
		if on, known := boolOf(v.constant); v.origin != constantOrigin || !known || !on {
			return
		}
		what = call.Args[position]
	}
	if c := r.conditionOf(call); c.never || c.guarded || c.decided != nil || r.optionOf(call) != nil {
		return
	}
	r.facts.TLS = append(r.facts.TLS, &facts.TLSPolicy{
		Entry: r.pkg.Entry, Span: r.span(call), Setting: name.Name, Subject: "the call of " + name.Name, Role: facts.TLSClient,
		Verify: facts.Written(facts.VerifyNone, r.span(what)),
	})
}

// switchingParameter returns which parameter of a function, of this package or another, switches verification. Each function that is
// called is asked for: to go through all that is known of all imports would take time that grows with its square.
func (r *reader) switchingParameter(o types.Object) (int, bool) {
	fn, ok := o.(*types.Func)
	if !ok {
		return 0, false
	}
	if position, ok := r.switches[fn]; ok {
		return position, true
	}
	imported := new(verificationSwitch)
	if fn.Pkg() == nil || fn.Pkg() == r.pass.Pkg || !r.pass.ImportObjectFact(fn, imported) {
		return 0, false
	}
	return imported.Parameter, true
}

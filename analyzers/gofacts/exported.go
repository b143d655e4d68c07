package gofacts

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/analysis"
)

// What a package tells those that import it. Drivers encode it with gob: it is small and flat.

// factTypes are the facts of the analyzer.
var factTypes = []analysis.Fact{
	new(moduleVersion), new(initialValue), new(verificationSwitch), new(middlewareChecks), new(servesMCP), new(servesServer),
	new(makesServer), new(startsCommand), new(callersToken), new(keepsToken), new(returnsPolicy),
}

// moduleVersion is the version of the module that a package belongs to.
type moduleVersion struct{ Path, Version string }

// AFact marks it as a fact.
func (*moduleVersion) AFact() {}

func (f *moduleVersion) String() string { return f.Path + "@" + f.Version }

// initialValue is where the value of a package's variable comes from: what it is set to once, or a flag.
type initialValue struct {
	Origin uint8
	Name   string // of the flag or environment variable
	Text   string // the constant as Go writes it; empty for none
	Kind   uint8
}

// AFact marks it as a fact.
func (*initialValue) AFact() {}

func (f *initialValue) String() string { return "value " + f.Name + " " + f.Text }

// exportVersion tells importers which version of a module they use.
func (r *reader) exportVersion() {
	if m := r.pass.Module; m != nil && m.Version != "" {
		r.pass.ExportPackageFact(&moduleVersion{m.Path, m.Version})
	}
}

// exportValues tells importers what the package's variables hold.
func (r *reader) exportValues() {
	names := r.pass.Pkg.Scope()
	for _, name := range names.Names() {
		v, ok := names.Lookup(name).(*types.Var)
		if !ok || !v.Exported() {
			continue
		}
		basic, ok := v.Type().Underlying().(*types.Basic)
		if pointer, isPointer := v.Type().Underlying().(*types.Pointer); isPointer {
			basic, ok = pointer.Elem().Underlying().(*types.Basic)
		}
		if !ok || basic.Info()&(types.IsBoolean|types.IsString|types.IsInteger) == 0 {
			continue
		}
		known := r.mergedSets(v, nil, scope{})
		for _, call := range r.indexed().pointed[v] {
			if flag, ok := r.boundFlag(call); ok {
				known = flag
			}
		}
		if known.origin == unknownOrigin {
			continue
		}
		f := &initialValue{Origin: uint8(known.origin), Name: known.name}
		if known.constant != nil {
			f.Text, f.Kind = known.constant.ExactString(), uint8(known.constant.Kind())
		}
		r.pass.ExportObjectFact(v, f)
	}
}

// importedValue is the value of another package's variable.
func (r *reader) importedValue(v *types.Var, at ast.Expr) value {
	var f initialValue
	if !r.pass.ImportObjectFact(v, &f) {
		return value{at: at}
	}
	out := value{origin: origin(f.Origin), name: f.Name, at: at, object: v}
	switch constant.Kind(f.Kind) {
	case constant.Bool:
		out.constant = constant.MakeBool(f.Text == "true")
	case constant.String, constant.Int:
		out.constant = constantFrom(f.Text)
	}
	return out
}

// constantFrom reads a constant as ExactString wrote it.
func constantFrom(text string) constant.Value {
	if text == "" {
		return nil
	}
	kind := token.INT
	if text[0] == '"' {
		kind = token.STRING
	}
	return constant.MakeFromLiteral(text, kind, 0)
}

// versionOf returns the version, with its v, of the module that an imported package belongs to; empty when it is not known.
func (r *reader) versionOf(pkg string) string {
	if v := r.pkg.Module.Version(pkg); v != "" {
		return v
	}
	for _, imported := range r.pass.Pkg.Imports() {
		var f moduleVersion
		if imported.Path() == pkg && r.pass.ImportPackageFact(imported, &f) {
			return f.Version
		}
	}
	return ""
}

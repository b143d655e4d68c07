package gosource

import (
	"bytes"
	"go/types"
	"reflect"
	"slices"

	"golang.org/x/tools/go/analysis"
)

// sameForImporters reports whether two checks of a package look the same to the packages that import it: they declare the same,
// in terms of the very same other packages, and tell the same of it.
func sameForImporters(a, b *types.Package, toldA, toldB analysisFacts) bool {
	var one, two declarations
	one.write(a)
	two.write(b)
	return one.known && two.known && bytes.Equal(one.text.Bytes(), two.text.Bytes()) && slices.Equal(one.others, two.others) &&
		sameFacts(toldA, toldB)
}

// declarations is a package as its importers see it, as text.
type declarations struct {
	pkg    *types.Package
	text   bytes.Buffer
	others []*types.Package // that the text names, in its order
	known  bool             // the text says all
}

func (d *declarations) write(p *types.Package) {
	d.pkg, d.known = p, true
	d.text.WriteString(p.Path() + " " + p.Name() + "\n")
	scope := p.Scope()
	for _, name := range scope.Names() {
		switch o := scope.Lookup(name).(type) {
		case *types.TypeName: // an unexported one may be that of a field or a result
			d.text.WriteString("type " + name)
			d.typeName(o)
		case *types.Const:
			if o.Exported() {
				d.text.WriteString("const " + name + " ")
				d.typ(o.Type())
				d.text.WriteString(" " + o.Val().ExactString())
			}
		case *types.Var:
			if o.Exported() {
				d.text.WriteString("var " + name + " ")
				d.typ(o.Type())
			}
		case *types.Func:
			if o.Exported() {
				d.text.WriteString("func " + name)
				d.signature(o)
			}
		}
		d.text.WriteByte('\n')
	}
}

func (d *declarations) typeName(o *types.TypeName) {
	switch t := o.Type().(type) {
	case *types.Alias:
		d.text.WriteString(" = ")
		d.typ(t.Rhs())
		d.known = d.known && t.TypeParams().Len() == 0
	case *types.Named:
		d.text.WriteByte(' ')
		for p := range t.TypeParams().TypeParams() {
			d.text.WriteString(p.String() + " ")
			d.typ(p.Constraint())
			d.text.WriteByte(' ')
		}
		d.typ(t.Underlying())
		for m := range t.Methods() {
			d.text.WriteString("\n\t" + m.Name())
			if recv := m.Signature().Recv(); recv != nil {
				d.typ(recv.Type())
			}
			d.signature(m)
		}
	default:
		d.typ(t)
	}
}

func (d *declarations) signature(f *types.Func) {
	types.WriteSignature(&d.text, f.Signature(), d.qualify)
}

func (d *declarations) typ(t types.Type) { types.WriteType(&d.text, t, d.qualify) }

// qualify names a package in the text.
func (d *declarations) qualify(p *types.Package) string {
	if p == d.pkg {
		return ""
	}
	if !slices.Contains(d.others, p) {
		d.others = append(d.others, p)
	}
	return p.Path()
}

// sameFacts reports whether two checks of a package tell its importers the same. Only what is told of functions, methods and
// variables of the package can be compared.
func sameFacts(a, b analysisFacts) bool {
	one, ok := toldOf(a)
	two, alsoOK := toldOf(b)
	return ok && alsoOK && reflect.DeepEqual(one, two) && reflect.DeepEqual(a.packages, b.packages)
}

type subject struct {
	name string
	fact reflect.Type
}

func toldOf(facts analysisFacts) (map[subject]analysis.Fact, bool) {
	told := make(map[subject]analysis.Fact, len(facts.objects))
	for key, fact := range facts.objects {
		switch o := key.object.(type) {
		case *types.Func:
			told[subject{"func " + o.FullName(), key.fact}] = fact
		case *types.Var:
			if o.Pkg() == nil || o.Parent() != o.Pkg().Scope() {
				return nil, false
			}
			told[subject{"var " + o.Name(), key.fact}] = fact
		default:
			return nil, false
		}
	}
	return told, len(told) == len(facts.objects)
}

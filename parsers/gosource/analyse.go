package gosource

import (
	"fmt"
	"go/ast"
	"go/types"
	"reflect"
	"sync"

	"golang.org/x/tools/go/analysis"

	"github.com/wirevet/wirevet/analyzers/gopackage"
	"github.com/wirevet/wirevet/facts"
)

// analysisFacts are what analyzers recorded of a unit's objects, for the units that import it.
//
// The driver of x/tools (go/analysis/checker) is not used: it links go/packages, and with it os/exec; it lets a panic of
// an analyzer end the program; it keeps the syntax and types of all packages until the last one is done; and it copies
// all facts along each import.
type analysisFacts struct {
	objects  map[objectKey]analysis.Fact
	packages map[reflect.Type]analysis.Fact
}

type objectKey struct {
	object types.Object
	fact   reflect.Type
}

// owners finds the unit of a package that was checked from source.
type owners struct {
	mu    sync.RWMutex
	units map[*types.Package]*unit
}

func (o *owners) add(p *types.Package, u *unit) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.units == nil {
		o.units = map[*types.Package]*unit{}
	}
	o.units[p] = u
}

// replace says that another package, which is the same, stands for p.
func (o *owners) replace(p, by *types.Package) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if u := o.units[p]; u != nil {
		delete(o.units, p)
		o.units[by] = u
	}
}

func (o *owners) remove(p *types.Package) {
	o.mu.Lock()
	defer o.mu.Unlock()
	delete(o.units, p)
}

func (o *owners) of(p *types.Package) *unit {
	o.mu.RLock()
	defer o.mu.RUnlock()
	return o.units[p]
}

// analyse runs the analyzer, and what it requires, on a unit.
func (l *loader) analyse(u *unit, files []*ast.File, info *types.Info, known *gopackage.Package) *facts.Facts {
	u.record = analysisFacts{map[objectKey]analysis.Fact{}, map[reflect.Type]analysis.Fact{}}
	l.owners.add(u.types, u)
	results := map[*analysis.Analyzer]any{gopackage.Analyzer: known}
	var run func(a *analysis.Analyzer) any
	run = func(a *analysis.Analyzer) any {
		if result, ok := results[a]; ok {
			return result
		}
		pass := &analysis.Pass{
			Analyzer: a, Fset: l.positions.fset, Files: files, Pkg: u.types, TypesInfo: info, TypesSizes: sizes,
			Module: u.folder.module.forAnalysis(), ResultOf: map[*analysis.Analyzer]any{}, Report: func(analysis.Diagnostic) {},
			ReadFile:         u.readFile,
			ImportObjectFact: l.importObjectFact, ImportPackageFact: l.importPackageFact,
			ExportObjectFact: func(o types.Object, f analysis.Fact) {
				u.record.objects[objectKey{o, reflect.TypeOf(f)}] = f
			},
			ExportPackageFact: func(f analysis.Fact) { u.record.packages[reflect.TypeOf(f)] = f },
			AllObjectFacts:    u.allObjectFacts, AllPackageFacts: u.allPackageFacts,
		}
		for _, required := range a.Requires {
			pass.ResultOf[required] = run(required)
		}
		result, err := a.Run(pass)
		if err != nil {
			panic(fmt.Errorf("analyzer %s: %w", a.Name, err))
		}
		results[a] = result
		return result
	}
	result, _ := run(l.Analyzer).(*facts.Facts)
	return result
}

func (m *module) forAnalysis() *analysis.Module {
	if m == nil {
		return &analysis.Module{}
	}
	return &analysis.Module{Path: m.Path, GoVersion: m.Go.Value}
}

func (u *unit) readFile(name string) ([]byte, error) {
	for _, f := range u.files {
		if f.Source.Path == name {
			return f.Data, nil
		}
	}
	return nil, fmt.Errorf("%s is no file of this package", name)
}

func (l *loader) importObjectFact(o types.Object, fact analysis.Fact) bool {
	u := l.owners.of(o.Pkg())
	return u != nil && copyFact(u.record.objects[objectKey{o, reflect.TypeOf(fact)}], fact)
}

func (l *loader) importPackageFact(p *types.Package, fact analysis.Fact) bool {
	u := l.owners.of(p)
	return u != nil && copyFact(u.record.packages[reflect.TypeOf(fact)], fact)
}

func copyFact(from, to analysis.Fact) bool {
	if from == nil {
		return false
	}
	reflect.ValueOf(to).Elem().Set(reflect.ValueOf(from).Elem())
	return true
}

// withImports returns the unit and all that it imports, directly or not.
func (u *unit) withImports() map[*unit]bool {
	seen := map[*unit]bool{}
	var visit func(*unit)
	visit = func(v *unit) {
		if seen[v] {
			return
		}
		seen[v] = true
		for _, w := range v.imports {
			visit(w)
		}
	}
	visit(u)
	return seen
}

func (u *unit) allObjectFacts() []analysis.ObjectFact {
	var out []analysis.ObjectFact
	for v := range u.withImports() {
		for k, f := range v.record.objects {
			out = append(out, analysis.ObjectFact{Object: k.object, Fact: f})
		}
	}
	return out
}

func (u *unit) allPackageFacts() []analysis.PackageFact {
	var out []analysis.PackageFact
	for v := range u.withImports() {
		for _, f := range v.record.packages {
			out = append(out, analysis.PackageFact{Package: v.types, Fact: f})
		}
	}
	return out
}

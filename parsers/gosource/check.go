package gosource

import (
	"go/ast"
	"go/types"
	"sync"

	"github.com/wirevet/wirevet/analyzers/gopackage"
)

// sizes are those of the usual machine; no fact depends on them.
var sizes = types.SizesFor("gc", "amd64")

// checkUnits checks and analyses the units, each when what it imports is done.
func (l *loader) checkUnits() {
	var group sync.WaitGroup
	ready := make(chan *unit, len(l.units))
	group.Add(len(l.units))
	for _, u := range l.units {
		if u.waiting.Load() == 0 {
			ready <- u
		}
	}
	var workers sync.WaitGroup
	for range min(l.Jobs, len(l.units)) {
		workers.Go(func() {
			for u := range ready {
				l.guard(u.folder.dir, func() { l.check(u) })
				for _, user := range u.users {
					if user.waiting.Add(-1) == 0 {
						ready <- user
					}
				}
				group.Done()
			}
		})
	}
	group.Wait()
	close(ready)
	workers.Wait()
}

// checkUnit type-checks a unit, runs the analyzer on it when it is interesting, and gives back what is not needed any more.
func (l *loader) checkUnit(u *unit) {
	fresh := make(map[*file]bool, len(u.fresh))
	for _, f := range u.fresh {
		fresh[f] = true
	}
	var all, passed []*ast.File
	for _, f := range u.files {
		l.parse(f)
		if f.syntax == nil {
			continue
		}
		syntax := f.syntax
		switch {
		case u.tests && !fresh[f]:
			syntax = withoutBodies(syntax)
		default:
			passed = append(passed, syntax)
		}
		all = append(all, syntax)
	}
	config := types.Config{
		Importer: u.importer(l), Error: func(error) {}, Sizes: sizes, FakeImportC: true,
		IgnoreFuncBodies: !u.interesting, DisableUnusedImportCheck: true,
	}
	if !u.interesting || l.Analyzer == nil {
		u.types, _ = config.Check(u.folder.path, l.positions.fset, all, nil) // errors are the rule: see the package's comment
		return
	}
	info := newInfo(u.fresh)
	u.types, _ = config.Check(u.folder.path, l.positions.fset, all, info)
	if u.types == nil || len(passed) == 0 {
		return
	}
	known := gopackage.New(u.noun, l.positions.fset)
	for _, f := range u.files {
		if f.syntax != nil {
			known.Add(f.place, f.Source)
		}
	}
	u.result = l.analyse(u, passed, info, known)
	if u.result != nil && len(u.fresh) < len(u.files) {
		u.result.Keep(u.isFresh)
	}
}

// importer resolves the imports of a unit: the repository's own packages, then stubs, then nothing.
func (u *unit) importer(l *loader) types.Importer {
	return importFunc(func(path string) (*types.Package, error) {
		if own := u.imports[path]; own != nil && own.types != nil {
			return own.types, nil
		}
		return l.imports.Import(path)
	})
}

// newInfo returns maps for what the checker records. Growing them would be a tenth of the work, so they begin with about
// the size that this much source needs.
func newInfo(files []*file) *types.Info {
	size := 0
	for _, f := range files {
		if f.interesting() {
			size += len(f.Data)
		}
	}
	return &types.Info{
		Types: make(map[ast.Expr]types.TypeAndValue, size/18), Uses: make(map[*ast.Ident]types.Object, size/22),
		Defs: make(map[*ast.Ident]types.Object, size/100), Selections: make(map[*ast.SelectorExpr]*types.Selection, size/250),
	}
}

package gosource

import (
	"cmp"
	"go/types"
	"maps"
	"slices"
	"strings"
	"sync/atomic"

	"github.com/wirevet/wirevet/facts"
)

// folder is a folder with Go files.
type folder struct {
	dir    string
	module *module // nil outside of every module
	path   string  // import path
	files  []*file
	base   *unit // what an import of the folder means; nil when it has nothing but tests
	units  []*unit
	before *unit // in a session, what an import of the folder meant in the load before
}

// unit is a set of files that is type-checked together: a package in one build context, or with its tests.
type unit struct {
	folder *folder
	name   string
	files  []*file
	fresh  []*file // those that no earlier unit of the folder has looked at
	tests  bool    // the fresh files are tests

	mayState    bool // some fresh file may state a fact
	interesting bool // it may, and somebody asked for its module
	needed      bool // an interesting unit imports it, or it is one
	depth       int  // for finding import cycles

	imports map[string]*unit // units of the roots, by import path
	users   []*unit          // those that wait for it
	waiting atomic.Int32

	saw    *view // what types, record and result depend on; nil when there are none
	types  *types.Package
	record analysisFacts
	result *facts.Facts
	noun   *facts.GoPackage
}

// makeFolders sorts the files into their folders.
func (l *loader) makeFolders() {
	for _, f := range l.files {
		d := l.folders[f.dir]
		if d == nil {
			d = &folder{dir: f.dir, module: l.moduleOf(f.dir)}
			d.path = importPath(d.module, f.dir)
			l.folders[f.dir] = d
			l.order = append(l.order, d)
		}
		d.files = append(d.files, f)
	}
	slices.SortFunc(l.order, func(a, b *folder) int { return strings.Compare(a.dir, b.dir) })
	l.takeFolders()
}

// makeUnits decides what is checked together, and in which order.
func (l *loader) makeUnits() {
	for _, d := range l.order {
		if d.units == nil {
			d.makeUnits()
		}
	}
	for _, d := range l.order {
		for _, f := range d.files {
			f.wanted = false
		}
		for _, u := range d.units {
			u.needed, u.depth, u.users, u.noun.Imports = false, 0, nil, nil
			l.resolve(u)
		}
	}
	// What a module says is judged as a whole, but modules that nobody asked for are only imported; unless no Go was asked for: then all
	// is read for what stands before the programs.
	asked := map[*module]bool{}
	for _, d := range l.order {
		for _, f := range d.files {
			asked[d.module] = asked[d.module] || f.Source.Asked
		}
	}
	anyGo := slices.Contains(slices.Collect(maps.Values(asked)), true)
	for _, d := range l.order {
		for _, u := range d.units {
			if u.interesting = u.mayState && (asked[d.module] || !anyGo); u.interesting {
				l.need(u)
			}
		}
	}
}

// makeUnits sorts the files of a folder into packages: first the one that imports mean, then what that leaves out.
func (d *folder) makeUnits() {
	var product, tests []*file
	for _, f := range d.files {
		switch {
		case f.name == "":
		case f.test:
			tests = append(tests, f)
		default:
			product = append(product, f)
		}
	}
	base := baseContext(product)
	done := make(map[*file]bool, len(product))
	if name := commonName(product, base); name != "" {
		d.base = d.add(done, false, sameContext(product, name, base))
	}
	for _, f := range product {
		if done[f] {
			continue
		}
		context, ok := contextFor(f.constraint, base)
		if !ok || context.holds("ignore") && mentions(f.constraint, []string{"ignore"}) {
			d.add(done, false, []*file{f}) // a program of its own, as `go run file.go` takes it
			continue
		}
		d.add(done, false, sameContext(product, f.name, context))
	}
	byName := map[string][]*file{}
	for _, f := range tests {
		byName[f.name] = append(byName[f.name], f)
	}
	for _, name := range slices.Sorted(maps.Keys(byName)) {
		files := byName[name]
		if d.base != nil && d.base.name == name {
			files = append(slices.Clone(d.base.files), files...)
		}
		d.add(done, true, files)
	}
	for _, u := range d.units {
		u.makeNoun()
	}
}

// commonName returns the package name of most files; of equals the first in the alphabet.
func commonName(files []*file, c buildContext) string {
	count := map[string]int{}
	for _, f := range files {
		if c.compiles(f.constraint) {
			count[f.name]++
		}
	}
	names := slices.Sorted(maps.Keys(count))
	if len(names) == 0 {
		return ""
	}
	return slices.MaxFunc(names, func(a, b string) int { return cmp.Or(cmp.Compare(count[a], count[b]), strings.Compare(b, a)) })
}

func sameContext(files []*file, name string, c buildContext) []*file {
	var out []*file
	for _, f := range files {
		if f.name == name && c.compiles(f.constraint) {
			out = append(out, f)
		}
	}
	return out
}

func (d *folder) add(done map[*file]bool, tests bool, files []*file) *unit {
	u := &unit{folder: d, name: files[len(files)-1].name, files: files, tests: tests}
	for _, f := range files {
		if !done[f] {
			done[f] = true
			u.fresh = append(u.fresh, f)
			u.mayState = u.mayState || f.interesting()
		}
	}
	d.units = append(d.units, u)
	return u
}

// resolve finds what the imports of a unit mean among the folders.
func (l *loader) resolve(u *unit) {
	u.imports = map[string]*unit{}
	for _, f := range u.files {
		for _, p := range f.imports {
			if _, ok := u.imports[p]; ok {
				continue
			}
			if d := l.folderOf(u.folder.module, p); d != nil && d.base != nil && d.base != u {
				u.imports[p] = d.base
			}
		}
	}
}

// need puts a unit and all that it imports in an order in which imports come first. An import that would close a cycle is
// dropped: what it names stays unknown.
func (l *loader) need(u *unit) {
	if u.needed {
		return
	}
	u.needed = true
	u.depth = 1 // on the way
	for _, p := range slices.Sorted(maps.Keys(u.imports)) {
		imported := u.imports[p]
		l.need(imported)
		if imported.depth == 1 {
			delete(u.imports, p)
			continue
		}
		imported.users = append(imported.users, u)
		u.waiting.Add(1)
	}
	u.depth = 2 // done
	for _, f := range u.files {
		f.wanted = true
		f.users.Add(1)
	}
	l.units = append(l.units, u)
}

package gosource

import (
	"maps"
	"slices"

	"github.com/wirevet/wirevet/facts"
)

// makeNoun states what is known of a unit's package. The units of other build contexts share that of the folder's package.
func (u *unit) makeNoun() {
	d := u.folder
	if d.base != nil && d.base != u && !u.tests && d.base.name == u.name {
		u.noun = d.base.noun
	} else {
		component := "package " + d.path
		if u.tests {
			component = "tests of " + component
		}
		u.noun = &facts.GoPackage{
			Entry: &facts.Entry{Component: component, Relevance: facts.Unrelated},
			Path:  d.path, Name: u.name, Dir: d.dir, Test: u.tests,
		}
		if d.module != nil {
			u.noun.Module = d.module.GoModule
		}
		f := u.fresh[0]
		u.noun.Entry.Name, u.noun.Entry.Block = f.clause, f.Source.All()
	}
	for _, f := range u.fresh {
		u.noun.Debug = append(u.noun.Debug, f.debug...)
		for _, sdk := range f.sdks {
			sdk.Version = u.noun.Module.Version(sdk.Path)
			u.noun.SDKs = append(u.noun.SDKs, sdk)
		}
		if u.noun.SpeaksMCP.IsZero() {
			u.noun.SpeaksMCP = f.speaks
		}
	}
}

// collect returns the facts of modules and folders in the order of their paths.
func (l *loader) collect() []*facts.Facts {
	var out []*facts.Facts
	for _, w := range l.works {
		out = append(out, &facts.Facts{Sources: []*facts.Source{w.source}, Problems: w.problems})
	}
	for _, m := range l.modules {
		out = append(out, &facts.Facts{
			Sources: []*facts.Source{m.Source}, GoModules: []*facts.GoModule{m.GoModule}, Problems: m.problems,
		})
	}
	for _, d := range l.order {
		all := &facts.Facts{}
		for _, f := range d.files {
			all.Sources = append(all.Sources, f.Source)
			all.Directives = append(all.Directives, f.directives...)
			if f.problem != nil {
				all.Problems = append(all.Problems, f.problem)
			}
			if f.deep != nil && (f.wanted || f.interesting()) {
				all.Problems = append(all.Problems, f.deep)
			}
		}
		for _, u := range d.units {
			if u.isStated() {
				if !slices.Contains(all.GoPackages, u.noun) {
					all.GoPackages = append(all.GoPackages, u.noun)
				}
				u.stateImports()
			}
			if u.interesting && u.result != nil {
				all.Add(u.result)
			}
		}
		out = append(out, all)
	}
	return out
}

// isStated reports whether the unit's package is among the facts.
func (u *unit) isStated() bool { return u.interesting || u.name == "main" && !u.tests }

// stateImports adds the stated packages that the unit imports. What stands between them states nothing, and is passed over.
func (u *unit) stateImports() {
	seen := map[*unit]bool{u: true}
	var visit func(*unit)
	visit = func(v *unit) {
		for _, p := range slices.Sorted(maps.Keys(v.imports)) {
			w := v.imports[p]
			switch {
			case seen[w]:
				continue
			case !w.isStated():
				seen[w] = true
				visit(w)
				continue
			}
			seen[w] = true
			if w.noun != u.noun && !slices.Contains(u.noun.Imports, p) {
				u.noun.Imports = append(u.noun.Imports, p)
			}
		}
	}
	visit(u)
}

// isFresh reports whether a place lies in a file that no earlier unit of the folder has looked at.
func (u *unit) isFresh(place facts.Span) bool {
	return place.IsZero() || slices.ContainsFunc(u.fresh, func(f *file) bool { return f.Source == place.Source })
}

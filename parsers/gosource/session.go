package gosource

import (
	"bytes"
	"go/types"
	"maps"
	"slices"
	"sync"

	"github.com/wirevet/wirevet/facts"
)

// Session loads a workspace again and again, as an editor needs it. What a load says is what [Load] says of the same files; what
// did not change since the load before is not looked at again:
//
//   - a file, when its Source is the same as before;
//   - a package, when its files are the same and so is what it sees of the packages that it imports: their declarations,
//     without the bodies of functions, and what they tell their importers.
//
// The syntax of a package that changed is kept until a load in which it does not change.
//
// The zero value is a session that has loaded nothing. Its methods may be called concurrently.
type Session struct {
	mu   sync.Mutex
	last *loader
}

// maxPositions is when a session begins anew: a token.Pos can have as little as 32 bits.
const maxPositions = 1 << 30

// Load does what [Load] does. The caller keeps the Source of a file for as long as the file does not change, and gives the file
// a new one when it does. The facts are the caller's own: another load does not see what becomes of them, except for what is
// hidden in a Source, which stays so.
func (s *Session) Load(o Options) []*facts.Facts {
	s.mu.Lock()
	defer s.mu.Unlock()
	l := newLoader(o)
	l.keep, l.imports.named = true, nil // a change may name what no file named before
	l.readModules()
	if s.last != nil && s.last.positions.next.Load() < maxPositions && l.hasModulesOf(s.last) {
		l.follow(s.last)
	}
	s.last = nil // a panic leaves nothing behind that is half done
	stated := l.load()
	for _, d := range l.order {
		d.before = nil
	}
	s.last, l.before = l, nil
	return facts.Copy(stated)
}

// hasModulesOf reports whether the files named go.mod and go.work are those of the load before: when one changes, what imports mean
// may change, and all begins anew. Those of folders above are read for each load.
func (l *loader) hasModulesOf(before *loader) bool {
	if l.modulesAbove != before.modulesAbove || len(l.moduleFiles) != len(before.moduleFiles) {
		return false
	}
	for i, f := range l.moduleFiles {
		old := before.moduleFiles[i]
		if f.Source != old.Source && (i < l.modulesAbove || f.Source.Path != old.Source.Path || !bytes.Equal(f.Data, old.Data)) {
			return false
		}
	}
	return true
}

// follow takes over what the load before knows.
func (l *loader) follow(before *loader) {
	l.before = before
	l.positions, l.imports, l.owners = before.positions, before.imports, before.owners
	l.modules, l.moduleAt, l.byModulePath, l.works = before.modules, before.moduleAt, before.byModulePath, before.works
}

// takeFiles takes over the files that did not change, and the folders whose files are all the same.
func (l *loader) takeFiles() {
	if l.before == nil {
		return
	}
	known := make(map[*facts.Source]*file, len(l.before.files))
	for _, f := range l.before.files {
		known[f.Source] = f
	}
	for i, f := range l.files {
		if old := known[f.Source]; old != nil {
			l.files[i] = old
		}
	}
}

// takeFolders takes over the folders whose files are the same. The others remember what they were: when a package's
// declarations stay as they are, so do the packages that import it.
func (l *loader) takeFolders() {
	if l.before == nil {
		return
	}
	for i, d := range l.order {
		old := l.before.folders[d.dir]
		if old == nil {
			continue
		}
		if slices.Equal(d.files, old.files) && old.module == d.module {
			l.order[i], l.folders[d.dir] = old, old
			for _, f := range old.files {
				f.giveBack()
			}
		} else {
			d.before = old.base
		}
	}
}

// view is what a unit depended on when it was checked.
type view struct {
	interesting bool
	imports     []string
	packages    []*types.Package // what the imports meant
}

func (s *view) equal(other *view) bool {
	return s != nil && s.interesting == other.interesting && slices.Equal(s.imports, other.imports) && slices.Equal(s.packages, other.packages)
}

// sees returns what the unit depends on beside its own files.
func (u *unit) sees() *view {
	s := &view{interesting: u.interesting, imports: slices.Sorted(maps.Keys(u.imports))}
	for _, p := range s.imports {
		s.packages = append(s.packages, u.imports[p].types)
	}
	return s
}

// check checks a unit unless nothing that it depends on changed since it was checked last. When what its importers see of it
// did not change, they go on seeing what they saw.
func (l *loader) check(u *unit) {
	edited := l.before != nil && u.saw == nil // the next change most likely is there too
	defer func() {
		for _, f := range u.files {
			if f.users.Add(-1) == 0 && !edited {
				f.giveBack()
			}
		}
	}()
	now := u.sees()
	if u.saw.equal(now) {
		return
	}
	was, told := u.types, u.record
	if before := u.folder.before; before != nil && u == u.folder.base {
		was, told = before.types, before.record
	}
	u.saw, u.types, u.record, u.result = nil, nil, analysisFacts{}, nil
	l.checkUnit(u)
	if was != nil && u.types != nil {
		if sameForImporters(was, u.types, told, u.record) {
			l.owners.replace(u.types, was)
			u.types, u.record = was, told
		} else {
			l.owners.remove(was)
		}
	}
	u.saw = now
}

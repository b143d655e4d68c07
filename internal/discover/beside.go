package discover

import (
	"iter"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/wirevet/wirevet/facts"
)

// addTracked adds files of the root that git tracks although a pattern ignores them, or their folder: git only
// ignores what is not tracked.
func (w *walk) addTracked() {
	if w.repository == nil || !w.repository.Listed {
		return
	}
	have := make(map[string]bool, len(w.files))
	for _, f := range w.files {
		have[f.Below] = true
	}
	for _, p := range w.repository.Paths {
		below, ok := under(w.inside, p)
		if !ok || have[below] {
			continue
		}
		interest := w.Interest(path.Join(w.shown, below))
		if interest == NotOurs || w.passesOver(below) {
			continue
		}
		if info, err := os.Lstat(filepath.Join(w.abs, filepath.FromSlash(below))); err == nil && !info.IsDir() {
			if f, ok := w.file(below, info.Mode().Type(), interest); ok {
				w.files = append(w.files, f)
			}
		}
	}
}

// passesOver reports whether a folder above the path is never read, or excluded.
func (w *walk) passesOver(below string) bool {
	if w.excluded(below) {
		return true
	}
	for dir := path.Dir(below); dir != "."; dir = path.Dir(dir) {
		if skipped(path.Base(dir)) || w.excluded(dir) {
			return true
		}
	}
	return false
}

// under returns the path below the folder, when it lies there.
func under(folder, file string) (string, bool) {
	if folder == "" {
		return file, true
	}
	return strings.CutPrefix(file, folder+"/")
}

// addBeside adds the files that are not asked for but that a rule over the whole system needs: those that git lists by
// a known name, and those at the known places of an asked file's project.
func (w *walk) addBeside() {
	have := make(map[string]bool, len(w.files))
	for _, f := range w.files {
		have[f.Abs] = true
	}
	add := func(abs string, tracked facts.Tracked, interest Interest) {
		if have[abs] || w.found.beside[abs] {
			return
		}
		have[abs] = true
		if w.staged == nil {
			if info, err := os.Stat(abs); err != nil || !info.Mode().IsRegular() {
				return
			}
		}
		shown := shownPath(w.WorkDir, abs, "")
		f := File{Abs: abs, Path: shown, Below: shown, Interest: interest, Tracked: tracked}
		if w.fill(&f) {
			w.files = append(w.files, f)
		}
	}
	if w.isFile || w.inside != "" {
		for _, kind := range w.Joins(w.asked()) {
			for _, n := range w.near(kind) {
				if !w.passesOver(n.path) {
					add(filepath.Join(w.repository.Root, filepath.FromSlash(n.path)), facts.TrackedYes, n.interest)
				}
			}
		}
	}
	if w.isFile {
		project := w.project()
		for _, p := range w.found.placesIn(project, w.Beside) {
			add(filepath.Join(project, filepath.FromSlash(p)), facts.TrackedUnknown, Known)
		}
	}
}

// asked returns the files of the root, as Joins sees them.
func (w *walk) asked() []Asked {
	out := make([]Asked, len(w.files))
	for i, f := range w.files {
		out[i].Path = filepath.ToSlash(f.Abs)
		if w.isFile {
			out[i].Content = func() []byte {
				const enough = 8 << 20 // no format's files are larger
				_, data, _ := Read(f, enough)
				return data
			}
		}
	}
	return out
}

// placesIn returns those of the places that may hold something in a folder, by its names. One look takes the place of some eighty, of
// which nearly all would find nothing.
func (f *Found) placesIn(folder string, beside func() []string) []string {
	if f.places == nil {
		f.places = map[string][]string{}
		for _, p := range beside() {
			first, _, _ := strings.Cut(p, "/")
			f.places[first] = append(f.places[first], p)
		}
	}
	var out []string
	for _, name := range f.namesIn(folder) {
		out = append(out, f.places[name]...)
	}
	return out
}

// namesIn returns the names in a folder on disk, in no order; none where it cannot be read.
func (f *Found) namesIn(folder string) []string {
	names, known := f.names[folder]
	if !known {
		if d, err := openFolder(folder); err == nil {
			names, _ = d.Readdirnames(-1)
			_ = d.Close()
		}
		f.names[folder] = names
	}
	return names
}

// lacks reports whether a folder on disk is known to hold none of the names, in whatever case: some file systems ignore it.
func (f *Found) lacks(folder string, names ...string) bool {
	have := f.namesIn(folder)
	return len(have) > 0 && !slices.ContainsFunc(have, func(name string) bool {
		return slices.ContainsFunc(names, func(wanted string) bool { return strings.EqualFold(name, wanted) })
	})
}

// openFolder opens a folder to list it. os.Open asks the system four times whether one could wait for it.
func openFolder(abs string) (*os.File, error) { return os.OpenFile(abs, os.O_RDONLY|nonBlocking, 0) }

// nearby is a path that git lists, below the repository's root.
type nearby struct {
	path     string
	interest Interest
}

// near returns those of the paths that git lists at which there is, or may be, a file of the kind.
func (w *walk) near(kind string) []nearby {
	r := w.repository
	if r == nil {
		return nil
	}
	out, done := r.near[kind]
	if !done {
		is := w.Near(kind)
		for p := range r.listed() {
			if interest := is(p); interest != NotOurs {
				out = append(out, nearby{p, interest})
			}
		}
		if r.near == nil {
			r.near = map[string][]nearby{}
		}
		r.near[kind] = out
	}
	return out
}

// listed yields the paths that git lists, below the repository's root.
func (r *Repository) listed() iter.Seq[string] {
	if r.staged == nil {
		return slices.Values(r.Paths)
	}
	return func(yield func(string) bool) {
		for i := range r.staged.entries {
			if !yield(r.staged.entries[i].path) {
				return
			}
		}
	}
}

// maxOuter bounds how far above a file its project's folder is looked for, where no repository bounds it.
const maxOuter = 3

// project returns the folder that the asked file configures: its own, or the one that holds the dotted folder in which
// the file lies.
func (w *walk) project() string {
	dir := filepath.Dir(w.abs)
	project := dir
	for n := 0; w.repository == nil && n < maxOuter || w.repository != nil && dir != w.repository.Root; n++ {
		parent := filepath.Dir(dir)
		if parent == dir {
			break
		}
		if base := filepath.Base(dir); base[0] == '.' {
			project = parent
		}
		dir = parent
	}
	return project
}

// userFiles returns those of the user's files that exist.
func userFiles(o Options) []File {
	var out []File
	for _, u := range o.User {
		matches := []string{filepath.FromSlash(u.Path)}
		if strings.Contains(u.Path, "*") {
			matches, _ = filepath.Glob(filepath.FromSlash(u.Path))
		}
		for _, abs := range matches {
			if info, err := os.Stat(abs); err != nil || !info.Mode().IsRegular() {
				continue
			}
			shown := shownPath(o.WorkDir, abs, abs)
			out = append(out, File{
				Abs: abs, Path: shown, Below: path.Base(shown), Asked: true, Interest: Known, Owner: u.Owner,
			})
		}
	}
	return out
}

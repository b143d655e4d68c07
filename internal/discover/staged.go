package discover

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/internal/git"
)

// stagedTree is what git's index of one repository holds: what a commit would record.
type stagedTree struct {
	root    string // of the work tree
	entries []stagedEntry
	objects *git.Objects
}

// stagedEntry is one path of the index.
type stagedEntry struct {
	path    string // below the root, with /
	id      string // name of the object
	kind    stagedKind
	outside bool // a sparse checkout leaves it out: the clone may lack its content
}

type stagedKind uint8

const (
	stagedFile     stagedKind = iota
	stagedLink                // a symbolic link, whose content is its target
	stagedConflict            // several versions of it wait for a person
	stagedNothing             // a submodule, a folder, or a file of which no content is staged
)

// The reasons for which there is no staged tree, or a root is not in it.
var (
	errNoRepository = errors.New("in no git repository; --staged reads what git add has put into the index of one")
	errIndexForm    = errors.New("the index of this repository has a form that is not read, such as a split index; git update-index --no-split-index makes it whole")
	errNotStaged    = errors.New("git's index does not list it; git add it, or leave --staged out")
)

// openStaged reads the index of the repository. indexFile is what GIT_INDEX_FILE names; git takes it relative to the
// work tree.
func openStaged(ctx context.Context, r *Repository, indexFile string) (*stagedTree, error) {
	repository, err := git.Open(r.Root)
	if err != nil {
		return nil, fmt.Errorf("--staged needs git: %w", err)
	}
	switch {
	case indexFile == "":
		indexFile = filepath.Join(r.gitDir, "index")
	case !filepath.IsAbs(indexFile):
		indexFile = filepath.Join(r.Root, indexFile)
	}
	t := &stagedTree{root: r.Root, objects: repository.Objects(ctx)}
	data, err := os.ReadFile(indexFile)
	if errors.Is(err, os.ErrNotExist) {
		return t, nil // nothing was ever added
	}
	if err != nil {
		return nil, err
	}
	if t.entries, err = parseIndex(data, newStagedEntry); err != nil {
		return nil, errIndexForm
	}
	slices.SortStableFunc(t.entries, func(a, b stagedEntry) int { return strings.Compare(a.path, b.path) })
	t.entries = slices.CompactFunc(t.entries, func(a, b stagedEntry) bool { return a.path == b.path })
	return t, nil
}

func newStagedEntry(e indexEntry) stagedEntry {
	out := stagedEntry{path: string(e.path), id: hex.EncodeToString(e.object), kind: stagedNothing, outside: e.skipWorktree()}
	switch {
	case e.stage() != 0:
		out.kind = stagedConflict
	case e.intentToAdd():
	case e.mode&0o170000 == 0o100000:
		out.kind = stagedFile
	case e.mode&0o170000 == 0o120000:
		out.kind = stagedLink
	}
	return out
}

// entry returns the entry at the path below the root, or nil.
func (t *stagedTree) entry(p string) *stagedEntry {
	i, found := slices.BinarySearchFunc(t.entries, p, func(e stagedEntry, p string) int { return strings.Compare(e.path, p) })
	if !found {
		return nil
	}
	return &t.entries[i]
}

// at returns the entry at an absolute path, or nil.
func (t *stagedTree) at(abs string) *stagedEntry {
	rel, err := filepath.Rel(t.root, abs)
	if err != nil {
		return nil
	}
	return t.entry(filepath.ToSlash(rel))
}

// below returns the entries below a folder.
func (t *stagedTree) below(folder string) []stagedEntry {
	if folder == "" {
		return t.entries
	}
	prefix := folder + "/"
	first, _ := slices.BinarySearchFunc(t.entries, prefix, func(e stagedEntry, p string) int { return strings.Compare(e.path, p) })
	last := first
	for last < len(t.entries) && strings.HasPrefix(t.entries[last].path, prefix) {
		last++
	}
	return t.entries[first:last]
}

// maxLinks bounds how many links are followed one after the other, as Linux does.
const maxLinks = 40

// follow returns the file that an entry is or, by links, points at; nil when that is nothing in the index.
func (t *stagedTree) follow(e *stagedEntry) *stagedEntry {
	for n := 0; e != nil && e.kind == stagedLink && n < maxLinks; n++ {
		target, _, err := t.objects.Read(e.id, 4096) // PATH_MAX
		if err != nil || path.IsAbs(string(target)) {
			return nil
		}
		e = t.entry(path.Join(path.Dir(e.path), string(target)))
	}
	if e == nil || e.kind == stagedLink {
		return nil
	}
	return e
}

// opener returns a reader of the entry's content.
func (t *stagedTree) opener(e *stagedEntry) opener {
	return func(limit int64) ([]byte, error) {
		if e.kind == stagedConflict {
			return nil, errors.New("this file is in conflict: several versions of it are staged; resolve it and git add it")
		}
		data, size, err := t.objects.Read(e.id, limit)
		switch {
		case errors.Is(err, git.ErrMissing):
			return nil, errors.New("its staged content is not in this clone; git fetch brings it")
		case err != nil:
			return nil, err
		case size > limit:
			return nil, tooLargeError(size)
		}
		return data, nil
	}
}

// locateStaged says what the root is in the index.
func (w *walk) locateStaged(root string) error {
	dir := w.abs
	if info, err := os.Stat(w.abs); err != nil || !info.IsDir() {
		dir = filepath.Dir(w.abs)
	}
	w.setRepository(dir)
	if w.repository == nil {
		return &RootError{root, errNoRepository}
	}
	if w.repository.staged == nil {
		tree, err := openStaged(w.ctx, w.repository, w.IndexFile)
		if err != nil {
			return &RootError{root, err}
		}
		w.repository.staged = tree
		w.found.staged = append(w.found.staged, tree)
	}
	w.staged = w.repository.staged
	switch e := w.staged.entry(w.inside); {
	case e != nil && e.kind != stagedNothing:
		w.isFile = true
	case w.inside == "", len(w.staged.below(w.inside)) > 0:
	case e == nil && dir == w.abs: // a folder of which nothing is staged
	default:
		return &RootError{root, errNotStaged}
	}
	return nil
}

// addStaged adds the files of the root that are in the index.
func (w *walk) addStaged() {
	for i := range w.staged.below(w.inside) {
		e := &w.staged.below(w.inside)[i]
		below, _ := under(w.inside, e.path)
		if isPolicy(path.Base(below)) {
			w.passPolicy(below)
			continue
		}
		interest := w.Interest(path.Join(w.shown, below))
		if interest == NotOurs {
			continue
		}
		if w.passesOver(below) {
			w.passed++
			continue
		}
		abs := filepath.Join(w.abs, filepath.FromSlash(below))
		f := File{Abs: abs, Path: path.Join(w.shown, below), Below: below, Asked: true, Interest: interest, Tracked: facts.TrackedYes}
		if w.fill(&f) {
			w.files = append(w.files, f)
		} else {
			w.passed++
		}
	}
}

// fill sets where the bytes of a file come from, and reports whether there are any.
func (w *walk) fill(f *File) bool {
	if data, ok := w.Overlay[f.Abs]; ok {
		f.open = held(data)
		return true
	}
	if w.staged == nil {
		return true
	}
	e := w.staged.follow(w.staged.at(f.Abs))
	if e == nil || e.kind == stagedNothing {
		return false
	}
	f.open, f.resolved = w.staged.opener(e), filepath.Join(w.staged.root, filepath.FromSlash(e.path))
	if e.outside && !f.Named {
		f.Interest = Candidate // a clone may lack what its sparse checkout leaves out, and that is no problem
	}
	return true
}

package discover

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"runtime"
	"strings"
	"sync"

	"github.com/wirevet/wirevet/facts"
)

// walk is the search below one root.
type walk struct {
	Options
	ctx        context.Context
	found      *Found // what the walks of a run share
	given      string // the root as the caller wrote it
	abs        string // of the root
	shown      string // the root as paths begin with it; "" for the working folder
	resolved   string // abs without symbolic links
	isFile     bool
	repository *Repository
	policy     *Policy     // that governs the root; nil when none does
	inside     string      // the root below the repository, with /; "" for the repository's own root
	staged     *stagedTree // what is read instead of the work tree; nil for the work tree itself

	mu       sync.Mutex
	files    []File
	problems []*facts.Problem
	passed   int
}

// RootError is a root that cannot be looked at.
type RootError struct {
	Path string
	Err  error
}

func (e *RootError) Error() string {
	if errors.Is(e.Err, fs.ErrNotExist) {
		return e.Path + ": no such file or folder"
	}
	var at *fs.PathError
	if errors.As(e.Err, &at) {
		return e.Path + ": " + at.Err.Error()
	}
	return e.Path + ": " + e.Err.Error()
}

func (e *RootError) Unwrap() error { return e.Err }

func newWalk(ctx context.Context, o Options, root string, found *Found) (*walk, error) {
	w := &walk{Options: o, ctx: ctx, found: found, given: root, abs: root}
	if !filepath.IsAbs(root) {
		w.abs = filepath.Join(o.WorkDir, root)
	}
	w.abs = filepath.Clean(w.abs)
	w.shown = shownPath(o.WorkDir, w.abs, root)
	w.resolved = w.abs
	resolved, info, err := found.resolve(w.abs)
	if err == nil {
		w.resolved = resolved
	}
	if o.Staged {
		return w, w.locateStaged(root)
	}
	if _, w.isFile = o.Overlay[w.abs]; !w.isFile {
		if info == nil || info.Mode()&fs.ModeSymlink != 0 {
			info, err = os.Stat(w.abs)
		}
		if err != nil {
			return nil, &RootError{root, err}
		}
		w.isFile = !info.IsDir()
	}
	switch dir := filepath.Dir(w.abs); {
	case !w.isFile:
		w.setRepository(w.abs)
	case found.lacks(dir, ".git"):
		w.setRepository(filepath.Dir(dir))
	default:
		w.setRepository(dir)
	}
	return w, nil
}

// setRepository looks for the repository of the root, from the folder on upwards. Roots of one repository share it: a hook
// names many files.
func (w *walk) setRepository(dir string) {
	at := w.found.workTrees.locate(dir)
	if at.gitDir == "" {
		return
	}
	if w.repository = w.found.repositories[at.root]; w.repository == nil {
		w.repository = openRepository(at)
		w.found.repositories[at.root] = w.repository
	}
	if rel, err := filepath.Rel(at.root, w.abs); err == nil && rel != "." {
		w.inside = filepath.ToSlash(rel)
	}
}

// shownPath returns how paths below the root begin: relative to the working folder when they lie in it or were given
// so, else absolute.
func shownPath(workDir, abs, given string) string {
	rel, err := filepath.Rel(workDir, abs)
	if err != nil || filepath.IsAbs(given) && (rel == ".." || strings.HasPrefix(rel, ".."+string(filepath.Separator))) {
		return filepath.ToSlash(abs)
	}
	if rel == "." {
		return ""
	}
	return filepath.ToSlash(rel)
}

// folder is one folder that is still to be read.
type folder struct {
	below  string // below the root, with /; "" is the root
	ignore *ignoreFile
}

// run finds the files of the root.
func (w *walk) run() error {
	switch {
	case w.isFile:
		w.addNamed()
	case w.staged != nil:
		w.addStaged()
	default:
		w.walk()
		w.addTracked()
	}
	return w.ctx.Err()
}

// walk walks the root with several readers.
func (w *walk) walk() {
	jobs := w.Jobs
	if jobs < 1 {
		jobs = runtime.GOMAXPROCS(0)
	}
	var (
		mu      sync.Mutex
		wake    = sync.NewCond(&mu)
		pending = []folder{{"", w.outerIgnore()}}
		busy    int
		group   sync.WaitGroup
	)
	for range jobs {
		group.Go(func() {
			mu.Lock()
			defer mu.Unlock()
			for {
				for len(pending) == 0 && busy > 0 {
					wake.Wait()
				}
				if len(pending) == 0 || w.ctx.Err() != nil {
					wake.Broadcast()
					return
				}
				f := pending[len(pending)-1]
				pending = pending[:len(pending)-1]
				busy++
				mu.Unlock()
				found := w.read(f)
				mu.Lock()
				busy--
				pending = append(pending, found...)
				wake.Broadcast()
			}
		})
	}
	group.Wait()
}

// addNamed adds the root itself, which is a file: it is read whatever git or we think of its name, unless it is to be
// taken as found.
func (w *walk) addNamed() {
	name := path.Base(filepath.ToSlash(w.abs))
	interest := w.Interest(filepath.ToSlash(w.abs))
	if w.AsFound {
		if w.repository != nil {
			name = w.inside
		}
		if interest == NotOurs || w.passesOver(name) {
			w.passed++
			return
		}
	} else if interest == NotOurs {
		interest = Candidate
	}
	if w.policy != nil && w.policy.File.Abs == w.abs {
		return // it is read as what it is
	}
	f := File{
		Abs: w.abs, Path: w.shown, Below: name, Asked: true, Named: !w.AsFound, Interest: interest, Tracked: w.tracked(""),
		resolved: w.resolved,
	}
	if w.fill(&f) {
		w.files = append(w.files, f)
	}
}

// tracked says whether git knows the file at the path below the root.
func (w *walk) tracked(below string) facts.Tracked {
	switch {
	case w.staged != nil:
		return facts.TrackedYes
	case w.repository == nil || !w.repository.Listed:
		return facts.TrackedUnknown
	case w.repository.Tracks(path.Join(w.inside, below)):
		return facts.TrackedYes
	}
	return facts.TrackedNo
}

// outerIgnore returns the patterns of the folders above the root, and of the repository itself.
func (w *walk) outerIgnore() *ignoreFile {
	if w.repository == nil {
		return nil
	}
	var chain *ignoreFile
	if data, err := os.ReadFile(filepath.Join(w.repository.Root, ".git", "info", "exclude")); err == nil {
		chain = &ignoreFile{patterns: parseIgnore(data)}
	}
	if w.inside == "" {
		return chain
	}
	dir := ""
	for _, element := range strings.Split(w.inside, "/") {
		chain = w.withIgnoreFile(chain, filepath.Join(w.repository.Root, filepath.FromSlash(dir)), dir)
		dir = path.Join(dir, element)
	}
	return chain
}

func (w *walk) withIgnoreFile(outer *ignoreFile, abs, inside string) *ignoreFile {
	data, err := os.ReadFile(filepath.Join(abs, ".gitignore"))
	if err != nil {
		return outer
	}
	if patterns := parseIgnore(data); len(patterns) > 0 {
		return &ignoreFile{parent: outer, dir: inside, patterns: patterns}
	}
	return outer
}

// read reads one folder: it adds its files, and returns the folders in it.
func (w *walk) read(f folder) []folder {
	abs := filepath.Join(w.abs, filepath.FromSlash(f.below))
	entries, err := readDir(abs)
	if err != nil && (f.below == "" || !errors.Is(err, fs.ErrNotExist)) {
		w.unreadable(f.below, "this folder could not be read: "+plainError(err))
	}
	ignore := f.ignore
	for _, e := range entries {
		if e.Name() == ".gitignore" {
			ignore = w.withIgnoreFile(ignore, abs, path.Join(w.inside, f.below))
		}
	}
	var folders []folder
	var files []File
	passed := 0
	for _, e := range entries {
		below := e.Name()
		if f.below != "" {
			below = f.below + "/" + below
		}
		switch {
		case e.IsDir():
			if skipped(e.Name()) || w.excluded(below) || w.leftOut(below) || ignore.ignores(path.Join(w.inside, below), true) {
				passed++
				continue
			}
			folders = append(folders, folder{below, ignore})
			if w.Interest(path.Join(w.shown, below)) == Known && strings.HasSuffix(below, ".json") {
				w.unreadable(below, "expected a file here, found a folder")
			}
		default:
			if isPolicy(e.Name()) {
				w.passPolicy(below)
				continue
			}
			interest := w.Interest(path.Join(w.shown, below))
			if interest == NotOurs {
				continue
			}
			if w.excluded(below) || ignore.ignores(path.Join(w.inside, below), false) && w.tracked(below) != facts.TrackedYes {
				passed++
				continue
			}
			if file, ok := w.file(below, e.Type(), interest); ok {
				files = append(files, file)
			} else {
				passed++
			}
		}
	}
	w.mu.Lock()
	w.files = append(w.files, files...)
	w.passed += passed
	w.mu.Unlock()
	return folders
}

func readDir(abs string) ([]os.DirEntry, error) {
	d, err := openFolder(abs)
	if err != nil {
		return nil, err
	}
	defer d.Close()
	return d.ReadDir(-1)
}

// file returns the file at the path below the root, unless it is a link that leads out of the root, or nothing that
// can be read.
func (w *walk) file(below string, mode fs.FileMode, interest Interest) (File, bool) {
	abs := filepath.Join(w.abs, filepath.FromSlash(below))
	resolved := filepath.Join(w.resolved, filepath.FromSlash(below)) // no folder on the way is a link: none is walked
	if mode&fs.ModeSymlink != 0 {
		target, err := filepath.EvalSymlinks(abs)
		if err != nil {
			if interest == Known {
				w.unreadable(below, "this link leads nowhere: "+plainError(err))
			}
			return File{}, false
		}
		info, err := os.Stat(target)
		if err != nil || info.IsDir() || !within(w.resolved, target) {
			return File{}, false
		}
		mode, resolved = info.Mode().Type(), target
	}
	if !mode.IsRegular() {
		if interest == Known {
			w.unreadable(below, "expected a file here, found "+kindOf(mode))
		}
		return File{}, false
	}
	f := File{
		Abs: abs, Path: path.Join(w.shown, below), Below: below, Asked: true, Interest: interest, Tracked: w.tracked(below),
		resolved: resolved,
	}
	return f, w.fill(&f)
}

func within(root, file string) bool {
	rel, err := filepath.Rel(root, file)
	return err == nil && rel != ".." && !strings.HasPrefix(rel, ".."+string(filepath.Separator))
}

// kindOf names what is no regular file.
func kindOf(mode fs.FileMode) string {
	switch {
	case mode&fs.ModeNamedPipe != 0:
		return "a named pipe"
	case mode&fs.ModeSocket != 0:
		return "a socket"
	case mode&fs.ModeDevice != 0:
		return "a device"
	}
	return "something that is none"
}

// plainError returns the cause without the operation and the path, which stand beside it.
func plainError(err error) string {
	var at *fs.PathError
	if errors.As(err, &at) {
		return at.Err.Error()
	}
	return err.Error()
}

func (w *walk) unreadable(below, message string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	shown := path.Join(w.shown, below)
	if shown == "" {
		shown = "."
	}
	w.problems = append(w.problems, &facts.Problem{Path: shown, Kind: facts.Unreadable, Message: message})
}

// excluded reports whether a glob of --exclude covers the path below the root.
func (w *walk) excluded(below string) bool { return matchesAny(w.Exclude, below) }

// leftOut reports whether the policy leaves out the path below the root.
func (w *walk) leftOut(below string) bool {
	return w.policy != nil && len(w.policy.Exclude) > 0 && w.policy.excludes(filepath.Join(w.abs, filepath.FromSlash(below)))
}

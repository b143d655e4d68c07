package discover

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"syscall"

	"github.com/wirevet/wirevet/facts"
)

// Interest says what a file's name alone tells about it.
type Interest uint8

// The answers to a name.
const (
	NotOurs   Interest = iota
	Candidate          // its content decides
	Known              // its name says that it is ours
)

// Options says what to find.
type Options struct {
	// WorkDir is the absolute path of the folder that shown paths are relative to.
	WorkDir string
	// Roots are files and folders, relative to WorkDir or absolute.
	Roots []string
	// Exclude are globs; one without a slash is matched against the name, one with against the path below the root.
	Exclude []string
	// Interest tells by its slash-separated path whether a file is wanted.
	Interest func(path string) Interest
	// Joins returns the kinds of files that may belong together with one of the asked files.
	Joins func(asked []Asked) []string
	// Near returns a function that tells for a kind whether a path is one of its files, or may be one that is looked for by its content.
	Near func(kind string) func(path string) Interest
	// Beside returns the paths, relative to a project, at which files may lie that rules over the whole system need.
	Beside func() []string
	// Staged reads git's index instead of the work tree; IndexFile names another than the repository's own.
	Staged    bool
	IndexFile string
	// Overlay holds, by absolute path, bytes to read instead of the file there, or of one that is not there yet.
	Overlay map[string][]byte
	// AsFound takes a root that is a file as a walk of its repository would: it is passed over when it is not ours,
	// vendored or excluded, and lies where it lies.
	AsFound bool
	// User are the files of this user and machine, absolute, their last element may hold "*".
	User []UserFile
	Jobs int

	// Config is the wirevet.toml to use instead of the nearest; NoConfig uses none.
	Config   string
	NoConfig bool
	// Govern is called for each wirevet.toml that governs a root, before the root is walked.
	Govern func(*Policy)
}

// Asked is a file that was asked for.
type Asked struct {
	Path string
	// Content returns what the file holds; nothing when it cannot be read. It is nil where a folder was asked for: to read all of
	// it twice costs more than to look beside it in vain.
	Content func() []byte
}

// UserFile is a place outside of any asked root.
type UserFile struct {
	Path  string
	Owner facts.Owner
}

// File is one file to read.
type File struct {
	Abs      string // to open
	Path     string // to show
	Below    string // below the asked root
	Asked    bool
	Named    bool // the caller gave this very path
	Interest Interest
	Owner    facts.Owner
	Tracked  facts.Tracked

	policy   *Policy // that governs it; nil when none does
	resolved string  // Abs without symbolic links; empty when nobody has looked
	open     opener  // nil for the file on disk
}

// Found is what a walk found, in the order of the paths.
type Found struct {
	Files      []File
	Problems   []*facts.Problem
	Repository *Repository // of the first root; nil when there is none
	// Passed counts what was seen and left alone: ignored, vendored, excluded, or a link out of the root.
	Passed int
	// Policies are the files that govern the roots, in the order of these.
	Policies []*Policy

	roots  []string // absolute
	bounds []string // the folders that may be read, absolute, without symbolic links
	staged []*stagedTree

	// What the roots of one run have in common is looked at once: a hook names many files of one repository.
	repositories map[string]*Repository // by their roots
	beside       map[string]bool        // absolute paths of files that were added beside a root
	ungoverned   map[string]bool        // folders that hold no policy
	places       map[string][]string    // what Beside returns, by the first element
	folders      map[string]string      // without symbolic links
	workTrees    workTrees
	names        map[string][]string // what folders hold
}

// resolve returns the path of a file without symbolic links, and what is known of the file itself: it may be a link.
func (f *Found) resolve(abs string) (string, fs.FileInfo, error) {
	info, err := os.Lstat(abs)
	if err != nil {
		return "", nil, err
	}
	if info.Mode()&fs.ModeSymlink != 0 {
		resolved, err := filepath.EvalSymlinks(abs)
		return resolved, info, err
	}
	folder, err := f.resolveFolder(filepath.Dir(abs))
	return filepath.Join(folder, filepath.Base(abs)), info, err
}

// resolveFolder returns the path of a folder without symbolic links.
func (f *Found) resolveFolder(abs string) (string, error) {
	if resolved, known := f.folders[abs]; known {
		return resolved, nil
	}
	resolved, err := abs, error(nil)
	switch {
	case runtime.GOOS == "windows": // where a folder has several names
		resolved, err = filepath.EvalSymlinks(abs)
	case abs != filepath.Dir(abs):
		resolved, _, err = f.resolve(abs)
	}
	if err == nil {
		f.folders[abs] = resolved
	}
	return resolved, err
}

// Close ends what reading the files has started.
func (f *Found) Close() {
	for _, t := range f.staged {
		t.objects.Close()
	}
}

// skipped are folders whose contents others wrote, or that tools generate.
func skipped(name string) bool {
	switch name {
	case ".git", ".hg", ".svn", ".jj", "node_modules", "bower_components", "vendor", "site-packages", "__pycache__",
		".venv", "venv", ".tox", ".nox", ".mypy_cache", ".pytest_cache", ".ruff_cache", ".terraform", ".gradle", ".pnpm-store",
		".yarn", ".next", ".nuxt", ".svelte-kit", "Pods", "DerivedData":
		return true
	}
	return false
}

// Find finds the files of a run. It fails only when a root does not exist or the context is done.
func Find(ctx context.Context, o Options) (*Found, error) {
	found := &Found{
		repositories: map[string]*Repository{}, beside: map[string]bool{}, ungoverned: map[string]bool{}, folders: map[string]string{},
		workTrees: workTrees{}, names: map[string][]string{},
	}
	if err := found.find(ctx, o); err != nil {
		found.Close()
		return nil, err
	}
	return found, nil
}

func (f *Found) find(ctx context.Context, o Options) error {
	seen := map[string]bool{} // resolved paths
	for i, root := range o.Roots {
		w, err := newWalk(ctx, o, root, f)
		if err != nil {
			return err
		}
		if i == 0 {
			f.Repository = w.repository
		}
		if err := f.govern(w); err != nil {
			return err
		}
		if err := w.run(); err != nil {
			return err
		}
		w.addBeside()
		sortFiles(w.files)
		for _, file := range w.files {
			if !file.Named && w.policy.excludes(file.Abs) {
				w.passed++
				continue
			}
			file.policy = w.policy
			f.add(seen, file)
			if !file.Asked {
				f.beside[file.Abs] = true
			}
		}
		f.Problems = append(f.Problems, w.problems...)
		f.roots = append(f.roots, w.abs)
		f.bounds = append(f.bounds, w.bound())
		f.Passed += w.passed
	}
	for _, file := range userFiles(o) {
		if o.Config != "" { // a repository does not decide about a person's own files, but the person may
			file.policy = f.Policies[0]
		}
		f.add(seen, file)
	}
	sortFiles(f.Files)
	slices.SortFunc(f.Problems, func(a, b *facts.Problem) int { return strings.Compare(a.File(), b.File()) })
	return nil
}

// Asked reports whether an absolute path is that of a root, or lies below one.
func (f *Found) Asked(abs string) bool {
	return slices.ContainsFunc(f.roots, func(root string) bool { return within(root, abs) })
}

// Exists reports whether there is something at an absolute path, in the index or the work tree, whichever is read.
func (f *Found) Exists(abs string) bool {
	if len(f.staged) > 0 {
		return slices.ContainsFunc(f.staged, func(t *stagedTree) bool { return t.at(abs) != nil })
	}
	_, err := os.Lstat(abs)
	return err == nil || !errors.Is(err, fs.ErrNotExist) && !errors.Is(err, syscall.ENOTDIR)
}

// bound returns the folder that a run may read for this root: its repository, else the root or the folder of the file.
func (w *walk) bound() string {
	switch {
	case w.repository != nil:
		if resolved, err := w.found.resolveFolder(w.repository.Root); err == nil {
			return resolved
		}
		return w.repository.Root
	case w.isFile:
		return filepath.Dir(w.resolved)
	}
	return w.resolved
}

// add adds a file unless it was found before. An asked file wins over one that is only read for joins.
func (f *Found) add(seen map[string]bool, file File) {
	key := file.resolved
	if key == "" {
		key = file.Abs
		if resolved, _, err := f.resolve(file.Abs); err == nil {
			key = resolved
		}
	}
	if !seen[key] {
		seen[key] = true
		f.Files = append(f.Files, file)
		return
	}
	for i := range f.Files {
		if f.Files[i].Abs == file.Abs && file.Asked && !f.Files[i].Asked {
			f.Files[i] = file
		}
	}
}

func sortFiles(files []File) {
	slices.SortFunc(files, func(a, b File) int { return strings.Compare(a.Path, b.Path) })
}

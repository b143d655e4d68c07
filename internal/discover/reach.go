package discover

import (
	"os"
	"path/filepath"
	"slices"

	"github.com/wirevet/wirevet/facts"
)

// Reach is where a run may read what its files refer to: the folders that were asked for, and their repositories.
type Reach struct {
	workDir  string
	bounds   []string // absolute, without symbolic links
	found    map[string]File
	staged   []*stagedTree // not nil: they are read instead of the work tree
	policies []*Policy
	maxBytes int64
}

// NewReach returns the reach of what was found.
func NewReach(found *Found, workDir string, maxBytes int64) *Reach {
	r := &Reach{
		workDir: workDir, bounds: found.bounds, found: make(map[string]File, len(found.Files)), staged: found.staged, policies: found.Policies,
		maxBytes: maxBytes,
	}
	for _, f := range found.Files {
		r.found[f.Path] = f
	}
	return r
}

// Open reads the file at a shown path. It returns false when there is none, when it is not to be read, or when it lies
// out of reach, by a link too.
func (r *Reach) Open(shown string) (*facts.Source, []byte, bool) {
	f, known := r.found[shown]
	if !known {
		f = File{Abs: r.abs(shown), Path: shown, Below: shown, Interest: Known, policy: r.policyOf(r.abs(shown))}
		if r.staged != nil {
			f.open = r.stagedAt(f.Abs)
		}
		if f.open == nil && (r.staged != nil || !r.covers(f.Abs)) {
			return nil, nil, false
		}
	}
	src, data, problem := Read(f, r.maxBytes)
	return src, data, problem == nil && src != nil
}

// policyOf returns the policy with the nearest folder above the file, or nil.
func (r *Reach) policyOf(abs string) (nearest *Policy) {
	for _, p := range r.policies {
		if p.inside(abs) != "" && (nearest == nil || len(p.Folder) > len(nearest.Folder)) {
			nearest = p
		}
	}
	return nearest
}

// Glob returns the shown paths of the files within reach that match the pattern, sorted.
func (r *Reach) Glob(pattern string) []string {
	if r.staged != nil {
		return r.globStaged(pattern)
	}
	matches, err := filepath.Glob(r.abs(pattern))
	if err != nil {
		return nil
	}
	var out []string
	for _, abs := range matches {
		if info, err := os.Stat(abs); err == nil && info.Mode().IsRegular() && r.covers(abs) {
			out = append(out, shownPath(r.workDir, abs, pattern))
		}
	}
	slices.Sort(out)
	return out
}

// stagedAt returns a reader of the staged file at the path, nil when there is none.
func (r *Reach) stagedAt(abs string) opener {
	for _, t := range r.staged {
		if e := t.follow(t.at(abs)); e != nil && e.kind != stagedNothing {
			return t.opener(e)
		}
	}
	return nil
}

func (r *Reach) globStaged(pattern string) []string {
	var out []string
	for _, t := range r.staged {
		for i := range t.entries {
			abs := filepath.Join(t.root, filepath.FromSlash(t.entries[i].path))
			if ok, err := filepath.Match(r.abs(pattern), abs); err == nil && ok && r.stagedAt(abs) != nil {
				out = append(out, shownPath(r.workDir, abs, pattern))
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func (r *Reach) abs(shown string) string {
	if filepath.IsAbs(shown) {
		return filepath.Clean(filepath.FromSlash(shown))
	}
	return filepath.Join(r.workDir, filepath.FromSlash(shown))
}

func (r *Reach) covers(abs string) bool {
	if _, err := os.Lstat(abs); err != nil {
		return false // as nearly all that may lie beside something: this asks once, and EvalSymlinks once for each folder above
	}
	resolved, err := filepath.EvalSymlinks(abs)
	return err == nil && covers(r.bounds, resolved)
}

// Covers reports whether a path without symbolic links lies in what was asked for, or in its repository.
func (f *Found) Covers(resolved string) bool { return covers(f.bounds, resolved) }

func covers(bounds []string, resolved string) bool {
	return slices.ContainsFunc(bounds, func(bound string) bool { return within(bound, resolved) })
}

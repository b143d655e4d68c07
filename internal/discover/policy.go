package discover

import (
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/bmatcuk/doublestar/v4"

	"github.com/wirevet/wirevet/facts"
)

// PolicyName is the name of the file in which a team says what its files do not show.
const PolicyName = "wirevet.toml"

// policyNames are those of such a file, and those under which it is not read, although somebody may believe that it is.
var policyNames = [...]string{PolicyName, ".wirevet.toml", "wirevet.yaml", "wirevet.yml", "wirevet.json"}

// Policy is a wirevet.toml that governs a part of the run.
type Policy struct {
	File   File
	Folder string // absolute; paths in the file are relative to it
	// Whole is true when all that the file governs is checked, so that silence about an entry means something.
	Whole bool
	// Exclude are its globs; whoever reads the file sets them before the folders are walked.
	Exclude []string

	bound  string      // what may be read on its behalf lies in here
	staged *stagedTree // not nil: it is read instead of the work tree
}

// Open returns the bytes of a file by its path below the policy's folder. It returns false when there is none, or when it
// lies elsewhere, by a link too.
func (p *Policy) Open(below string, maxBytes int64) ([]byte, bool) {
	f := File{Abs: filepath.Join(p.Folder, filepath.FromSlash(below)), Path: below, Interest: Known}
	if p.staged != nil {
		e := p.staged.follow(p.staged.at(f.Abs))
		if e == nil || e.kind == stagedNothing {
			return nil, false
		}
		f.open = p.staged.opener(e)
	} else if resolved, err := filepath.EvalSymlinks(f.Abs); err != nil || !within(p.bound, resolved) {
		return nil, false
	}
	src, data, problem := Read(f, maxBytes)
	return data, src != nil && problem == nil
}

// inside returns the path below the policy's folder, or "" when the file lies elsewhere.
func (p *Policy) inside(abs string) string {
	folder := strings.TrimSuffix(p.Folder, string(filepath.Separator)) + string(filepath.Separator)
	if rest, ok := strings.CutPrefix(abs, folder); ok {
		return filepath.ToSlash(rest)
	}
	return ""
}

// excludes reports whether the policy leaves out the file, or a folder above it.
func (p *Policy) excludes(abs string) bool {
	if p == nil || len(p.Exclude) == 0 {
		return false
	}
	for below := p.inside(abs); below != "" && below != "."; below = path.Dir(below) {
		if matchesAny(p.Exclude, below) {
			return true
		}
	}
	return false
}

// matchesAny reports whether a glob covers the path. One without a slash is matched against the name.
func matchesAny(globs []string, below string) bool {
	for _, glob := range globs {
		name := below
		if !strings.Contains(strings.TrimSuffix(glob, "/"), "/") {
			name = path.Base(below)
		}
		glob = strings.TrimSuffix(strings.TrimPrefix(glob, "./"), "/")
		if ok, _ := doublestar.Match(glob, name); ok {
			return true
		}
	}
	return false
}

// govern finds the policy of a root: the one that was named, or the nearest upward.
func (f *Found) govern(w *walk) error {
	if w.NoConfig {
		return nil
	}
	p, err := w.namedPolicy()
	if w.Config == "" {
		p = w.nearestPolicy()
	}
	if p == nil || err != nil {
		return err
	}
	if i := slices.IndexFunc(f.Policies, func(q *Policy) bool { return q.File.Abs == p.File.Abs }); i >= 0 {
		f.Policies[i].File.Asked = f.Policies[i].File.Asked || p.File.Asked
		p = f.Policies[i]
	} else {
		p.bound, p.staged = w.bound(), w.staged
		f.Policies = append(f.Policies, p)
		if w.Govern != nil {
			w.Govern(p)
		}
	}
	p.Whole = p.Whole || !w.isFile && within(w.abs, p.Folder)
	w.policy = p
	return nil
}

// namedPolicy returns the policy that the caller named. It governs the working folder, wherever it lies.
func (w *walk) namedPolicy() (*Policy, error) {
	if w.Config == "" {
		return nil, nil
	}
	abs := w.Config
	if !filepath.IsAbs(abs) {
		abs = filepath.Join(w.WorkDir, abs)
	}
	if _, err := os.Stat(abs); err != nil {
		return nil, &RootError{w.Config, err}
	}
	return w.policyAt(filepath.Clean(abs), w.WorkDir), nil
}

// nearestPolicy looks in the folder of the root and upward, to the top of its repository; outside of one, to the working
// folder.
func (w *walk) nearestPolicy() *Policy {
	dir := w.abs
	if w.isFile {
		dir = filepath.Dir(dir)
	}
	top := dir
	switch {
	case w.repository != nil:
		top = w.repository.Root
	case within(w.WorkDir, dir):
		top = w.WorkDir
	}
	for ; ; dir = filepath.Dir(dir) {
		if !w.found.ungoverned[dir] {
			if p, found := w.policyIn(dir); found {
				return p
			}
			w.found.ungoverned[dir] = true
		}
		if dir == top || dir == filepath.Dir(dir) {
			return nil
		}
	}
}

// policyIn returns the policy in a folder, and whether there is one at all: it is nil when it cannot be read.
func (w *walk) policyIn(dir string) (*Policy, bool) {
	if w.isFile && w.staged == nil && len(w.Overlay) == 0 && dir == filepath.Dir(w.abs) && w.found.lacks(dir, policyNames[:]...) {
		return nil, false
	}
	if dir != w.abs { // the walk looks into the root itself
		w.reportNearMisses(dir)
	}
	abs := filepath.Join(dir, PolicyName)
	if !w.exists(abs) {
		return nil, false
	}
	p := w.policyAt(abs, dir)
	if !w.leadsInside(&p.File) {
		w.problems = append(w.problems, &facts.Problem{
			Path: p.File.Path, Kind: facts.Unreadable, Message: "this link leads nowhere, or out of what is checked; put the file itself here",
		})
		return nil, true
	}
	return p, true
}

// exists reports whether there is something at a path that is no folder.
func (w *walk) exists(abs string) bool {
	if _, held := w.Overlay[abs]; held {
		return true
	}
	if w.staged != nil {
		return w.staged.at(abs) != nil
	}
	info, err := os.Lstat(abs)
	return err == nil && !info.IsDir()
}

// leadsInside reports whether the file can be read without leaving what may be read, by a link.
func (w *walk) leadsInside(f *File) bool {
	if !w.fill(f) || f.open != nil {
		return f.open != nil
	}
	resolved, err := filepath.EvalSymlinks(f.Abs)
	return err == nil && within(w.bound(), resolved)
}

func (w *walk) policyAt(abs, folder string) *Policy {
	p := &Policy{Folder: folder}
	p.File = File{
		Abs: abs, Path: shownPath(w.WorkDir, abs, w.given), Below: PolicyName, Interest: Known, Asked: within(w.abs, abs), policy: p,
	}
	return p
}

func (w *walk) reportNearMisses(dir string) {
	for _, name := range policyNames[1:] {
		abs := filepath.Join(dir, name)
		if w.exists(abs) {
			w.unsupported(shownPath(w.WorkDir, abs, w.given), nearMiss)
		}
	}
}

const nearMiss = "this file is not read; name it wirevet.toml"

func isPolicy(name string) bool { return slices.Contains(policyNames[:], name) }

// passPolicy says that a policy below the root, or what may be taken for one, is not in force. It says nothing when the
// caller has chosen what is.
func (w *walk) passPolicy(below string) {
	if w.NoConfig || w.Config != "" || w.excluded(below) || w.leftOut(below) || w.policy != nil && w.policy.File.Abs == filepath.Join(w.abs, filepath.FromSlash(below)) {
		return
	}
	shown := path.Join(w.shown, below)
	switch {
	case path.Base(below) != PolicyName:
		w.unsupported(shown, nearMiss)
	case w.policy != nil:
		w.unsupported(shown, "this file is not in force: "+w.policy.File.Path+" governs the folder; say it there, or leave the folder out")
	case path.Dir(below) != ".": // else the link was refused
		w.unsupported(shown, "this file is not in force: only one at the top of what is checked is; move it there, or check its folder alone")
	}
}

func (w *walk) unsupported(shown, message string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.problems = append(w.problems, &facts.Problem{Path: shown, Kind: facts.Unsupported, Message: message})
}

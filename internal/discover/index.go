package discover

import (
	"bytes"
	"encoding/binary"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Repository is a git repository as its files state it, which needs no git.
type Repository struct {
	Root string // absolute path of the work tree
	// Paths are the files in the index, with /, below Root, sorted by their bytes as git does; Listed is false when the index could not be read.
	Paths  []string
	Listed bool

	gitDir string
	staged *stagedTree         // what is read instead of the work tree; nil for the work tree itself
	near   map[string][]nearby // the listed paths of the kinds that somebody has asked for
}

// Tracks reports whether the index lists the file at the path below the root.
func (r *Repository) Tracks(path string) bool {
	_, found := slices.BinarySearch(r.Paths, path)
	return found
}

// FindRepository returns the repository that holds the folder, or nil.
func FindRepository(dir string) *Repository {
	at := workTrees{}.locate(dir)
	if at.gitDir == "" {
		return nil
	}
	return openRepository(at)
}

// workTree is the root of a work tree, and where git keeps what it knows of it; both are empty where there is none.
type workTree struct{ root, gitDir string }

// workTrees are those that hold folders.
type workTrees map[string]workTree

// locate returns the work tree that holds the folder.
func (w workTrees) locate(dir string) workTree {
	at, known := w[dir]
	if known {
		return at
	}
	gitDir := filepath.Join(dir, ".git")
	if info, err := os.Stat(gitDir); err == nil {
		if !info.IsDir() {
			gitDir = linkedGitDir(gitDir)
		}
		at = workTree{dir, gitDir}
	} else if parent := filepath.Dir(dir); parent != dir {
		at = w.locate(parent)
	}
	w[dir] = at
	return at
}

// linkedGitDir follows a .git file (`gitdir: …`) of a work tree or a submodule.
func linkedGitDir(file string) string {
	text, err := os.ReadFile(file)
	if err != nil {
		return ""
	}
	target, ok := strings.CutPrefix(strings.TrimSpace(string(text)), "gitdir: ")
	if !ok {
		return ""
	}
	if !filepath.IsAbs(target) {
		target = filepath.Join(filepath.Dir(file), target)
	}
	return target
}

func openRepository(at workTree) *Repository {
	r := &Repository{Root: at.root, gitDir: at.gitDir}
	if data, err := os.ReadFile(filepath.Join(at.gitDir, "index")); err == nil {
		if paths, err := indexPaths(data); err == nil {
			r.Paths, r.Listed = paths, true
		}
	}
	return r
}

// Revision returns the url of origin as written, which may hold a credential, and the commit of HEAD; each is empty when it cannot be
// told.
func (r *Repository) Revision() (remote, commit string) {
	common := r.gitDir
	if text, err := os.ReadFile(filepath.Join(r.gitDir, "commondir")); err == nil {
		common = strings.TrimSpace(string(text))
		if !filepath.IsAbs(common) {
			common = filepath.Join(r.gitDir, common)
		}
	}
	return originURL(filepath.Join(common, "config")), headCommit(r.gitDir, common)
}

// indexPaths returns the paths in an index, sorted. They lie in one text: there may be a hundred thousand.
func indexPaths(data []byte) ([]string, error) {
	var text strings.Builder
	text.Grow(len(data) / 4) // more than three quarters of most entries are no path
	type place struct{ start, end int }
	places, err := parseIndex(data, func(e indexEntry) place {
		start := text.Len()
		text.Write(e.path)
		return place{start, text.Len()}
	})
	paths := make([]string, len(places))
	for i, p := range places {
		paths[i] = text.String()[p.start:p.end]
	}
	if !slices.IsSorted(paths) {
		slices.Sort(paths)
	}
	return slices.Compact(paths), err // a conflict lists a path up to three times
}

// headCommit resolves HEAD by the loose and the packed references.
func headCommit(gitDir, common string) string {
	text, err := os.ReadFile(filepath.Join(gitDir, "HEAD"))
	if err != nil {
		return ""
	}
	head := strings.TrimSpace(string(text))
	ref, ok := strings.CutPrefix(head, "ref: ")
	if !ok {
		return hexOnly(head)
	}
	if strings.Contains(ref, "..") {
		return ""
	}
	for _, dir := range [...]string{gitDir, common} {
		if text, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(ref))); err == nil {
			return hexOnly(strings.TrimSpace(string(text)))
		}
	}
	packed, err := os.ReadFile(filepath.Join(common, "packed-refs"))
	if err != nil {
		return ""
	}
	for line := range strings.Lines(string(packed)) {
		if hash, name, ok := strings.Cut(strings.TrimSpace(line), " "); ok && name == ref {
			return hexOnly(hash)
		}
	}
	return ""
}

func hexOnly(s string) string {
	if len(s) < 40 || strings.Trim(s, "0123456789abcdef") != "" {
		return ""
	}
	return s
}

// originURL returns the url of the remote "origin" in a git configuration file.
func originURL(config string) string {
	text, err := os.ReadFile(config)
	if err != nil {
		return ""
	}
	inOrigin := false
	for line := range strings.Lines(string(text)) {
		line = strings.TrimSpace(line)
		if strings.HasPrefix(line, "[") {
			inOrigin = strings.EqualFold(line, `[remote "origin"]`)
			continue
		}
		if key, value, ok := strings.Cut(line, "="); ok && inOrigin && strings.TrimSpace(strings.ToLower(key)) == "url" {
			return strings.TrimSpace(value)
		}
	}
	return ""
}

var errIndex = errors.New("not an index that can be read")

// indexEntry is one entry of an index.
type indexEntry struct {
	path     []byte
	mode     uint32 // as in a tree: 100644, 100755, 120000, 160000, and 040000 for a folder outside of a sparse checkout
	object   []byte // its name; part of the index's bytes
	flags    uint16
	extended uint16
}

// stage is 0 but for a path in conflict.
func (e *indexEntry) stage() int { return int(e.flags>>12) & 3 }

// skipWorktree marks a path that a sparse checkout leaves out.
func (e *indexEntry) skipWorktree() bool { return e.extended&0x4000 != 0 }

// intentToAdd marks a path of which nothing is staged yet: `git add --intent-to-add`.
func (e *indexEntry) intentToAdd() bool { return e.extended&0x2000 != 0 }

// parseIndex returns what is kept of each entry of a git index of version 2, 3 or 4 (gitformat-index(5)), whichever hash
// it uses.
func parseIndex[T any](data []byte, keep func(indexEntry) T) ([]T, error) {
	for _, hashSize := range [...]int{20, 32} { // SHA-1, SHA-256
		if entries, err := parseIndexOf(data, hashSize, keep); err == nil {
			return entries, nil
		}
	}
	return nil, errIndex
}

func parseIndexOf[T any](data []byte, hashSize int, keep func(indexEntry) T) ([]T, error) {
	if len(data) < 12+hashSize || !bytes.HasPrefix(data, []byte("DIRC")) {
		return nil, errIndex
	}
	version, count := binary.BigEndian.Uint32(data[4:]), binary.BigEndian.Uint32(data[8:])
	if version < 2 || version > 4 || int64(count) > int64(len(data))/int64(42+hashSize) {
		return nil, errIndex
	}
	entries := make([]T, 0, count)
	at, end, previous := 12, len(data)-hashSize, []byte(nil)
	for range count {
		e, next, err := parseIndexEntry(data[:end], at, hashSize, version, previous)
		if err != nil {
			return nil, err
		}
		entries = append(entries, keep(e))
		at, previous = next, e.path
	}
	for at+8 <= end { // extensions
		if string(data[at:at+4]) == "link" {
			return nil, errIndex // a split index: the rest is in another file
		}
		at += 8 + int(binary.BigEndian.Uint32(data[at+4:]))
	}
	if at != end {
		return nil, errIndex
	}
	return entries, nil
}

func parseIndexEntry(data []byte, at, hashSize int, version uint32, previous []byte) (e indexEntry, next int, err error) {
	start := at
	at += 40 + hashSize // times, device, inode, mode, owner, size, object
	if at+2 > len(data) {
		return e, 0, errIndex
	}
	e.mode, e.object = binary.BigEndian.Uint32(data[start+24:]), data[start+40:at:at]
	e.flags = binary.BigEndian.Uint16(data[at:])
	at += 2
	if e.flags&0x4000 != 0 {
		if version < 3 || at+2 > len(data) {
			return e, 0, errIndex
		}
		e.extended = binary.BigEndian.Uint16(data[at:])
		at += 2
	}
	keep := 0
	if version == 4 {
		drop, n := offsetVarint(data[at:])
		if n == 0 || drop > len(previous) {
			return e, 0, errIndex
		}
		keep, at = len(previous)-drop, at+n
	}
	length := bytes.IndexByte(data[at:], 0)
	if length < 0 || keep+length == 0 {
		return e, 0, errIndex
	}
	e.path = data[at : at+length : at+length]
	at += length
	if version == 4 {
		e.path = slices.Concat(previous[:keep], e.path)
		return e, at + 1, nil
	}
	next = start + (at-start+8)/8*8 // one to eight NUL bytes
	if next > len(data) {
		return e, 0, errIndex
	}
	return e, next, nil
}

// offsetVarint reads a number as packs encode offsets (gitformat-pack(5)); n is 0 when it cannot be read.
func offsetVarint(data []byte) (value, n int) {
	for n < len(data) && n < 5 {
		c := data[n]
		n++
		value |= int(c & 0x7f)
		if c&0x80 == 0 {
			return value, n
		}
		value = (value + 1) << 7
	}
	return 0, 0
}

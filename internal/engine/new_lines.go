package engine

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/internal/discover"
	"github.com/wirevet/wirevet/internal/git"
	"github.com/wirevet/wirevet/rules"
)

// newLines tells which lines are new since the point where HEAD left a revision.
type newLines struct {
	root    string // of the repository
	base    string // the commit; empty when there is none yet, so that every line is new
	was     map[string]string
	objects *git.Objects
	limit   int64
	read    map[*facts.Source]*readSource
	lines   map[*facts.Source]map[int]bool // numbers of the new ones; nil for a file that is wholly new
	err     error                          // the first that git met
}

// newSince asks git what changed since o.NewFrom. Close must follow.
func newSince(ctx context.Context, o Options, found *discover.Found, read []readSource) (*newLines, error) {
	if found.Repository == nil {
		return nil, errors.New("--new-from needs a git repository, and this is none")
	}
	repository, err := git.Open(found.Repository.Root)
	if err != nil {
		return nil, fmt.Errorf("--new-from needs git: %w", err)
	}
	n := &newLines{
		root: found.Repository.Root, was: map[string]string{}, objects: repository.Objects(ctx), limit: o.MaxBytes,
		read: make(map[*facts.Source]*readSource, len(read)), lines: map[*facts.Source]map[int]bool{},
	}
	for i := range read {
		n.read[read[i].source] = &read[i]
	}
	if n.base, err = repository.Base(ctx, o.NewFrom); err != nil {
		return nil, fmt.Errorf("--new-from: %w", err)
	}
	if n.base == "" {
		return n, nil
	}
	// Renames are those that the index knows. What it does not differ in still may, in the work tree.
	changes, err := repository.Changes(ctx, n.base)
	if err != nil {
		return nil, fmt.Errorf("--new-from: %w", err)
	}
	for _, c := range changes {
		n.was[c.Path] = c.Was
	}
	return n, nil
}

// touchedBy reports whether the finding, or a place that belongs to it, has a new line. A nil n takes every line for new.
func (n *newLines) touchedBy(f *rules.Finding) bool {
	if n == nil || f.Span.IsZero() || n.in(f.Span) {
		return true
	}
	for _, r := range f.Related {
		if !r.Span.IsZero() && n.in(r.Span) {
			return true
		}
	}
	return false
}

func (n *newLines) in(span facts.Span) bool {
	lines, known := n.lines[span.Source]
	if !known {
		lines = n.of(span.Source)
		n.lines[span.Source] = lines
	}
	if lines == nil {
		return true
	}
	for line := span.Begin().Line; line <= span.Finish().Line; line++ {
		if lines[line] {
			return true
		}
	}
	return false
}

// of returns the new lines of a source, nil when git knows no earlier content of it.
func (n *newLines) of(source *facts.Source) map[int]bool {
	r := n.read[source]
	if r == nil || n.base == "" || n.err != nil {
		return nil
	}
	rel, err := filepath.Rel(n.root, r.abs)
	if err != nil || !filepath.IsLocal(rel) {
		return nil
	}
	path := filepath.ToSlash(rel)
	name, differs := n.was[path]
	if !differs {
		name = n.base + ":" + path
	}
	if name == "" {
		return nil
	}
	old, size, err := n.objects.Read(name, n.limit)
	switch {
	case errors.Is(err, git.ErrMissing), err == nil && size > n.limit:
		return nil
	case err != nil:
		n.err = fmt.Errorf("--new-from: %w", err)
		return nil
	}
	return addedLines(old, r.data)
}

// addedLines returns the numbers of the lines that stand in current and not in old. Where lines were only taken out, those
// on both sides are new: what is wrong now may be that something is gone.
func addedLines(old, current []byte) map[int]bool {
	before, after := unixLines(old), unixLines(current)
	removed, added := diffLines(before, after)
	out := map[int]bool{}
	for x, y := 0, 0; x < len(before) || y < len(after); x, y = x+1, y+1 {
		gone, first := false, y
		for ; x < len(before) && removed[x]; x++ {
			gone = true
		}
		for ; y < len(after) && added[y]; y++ {
			out[y+1] = true
		}
		if gone && y == first {
			out[y], out[y+1] = true, true
		}
	}
	return out
}

// unixLines returns the lines of a text as [facts.Source] counts them, without what ends them: git may have stored other
// line endings than it wrote to the work tree.
func unixLines(data []byte) []string {
	text := strings.ReplaceAll(string(data), "\r\n", "\n")
	text = strings.TrimSuffix(strings.ReplaceAll(text, "\r", "\n"), "\n")
	if text == "" {
		return nil
	}
	return strings.Split(text, "\n")
}

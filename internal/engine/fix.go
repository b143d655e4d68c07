package engine

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/internal/atomicfile"
	"github.com/wirevet/wirevet/internal/report"
	"github.com/wirevet/wirevet/rules"
)

// maxRounds bounds how often files are fixed and checked again: fixes that overlap are made one after the other.
const maxRounds = 32

// Fixed is what came of fixing. Nothing is written yet: [FixedFile.Write] does that.
type Fixed struct {
	Files []*FixedFile // in the order of their paths
	// Last is the run over the files as they are after all fixes.
	Last *Run
}

// FixedFile is a file whose text has changed.
type FixedFile struct {
	Path          string        // as shown
	Before, After *facts.Source // for what is shown of them: credentials are masked
	Fixes         []AppliedFix

	abs      string
	old, new []byte
	within   func(target string) bool
}

// AppliedFix is a finding that was repaired.
type AppliedFix struct {
	Rule  *rules.Rule
	At    facts.Position // where it was, in the text that the fix was made to
	Title string
}

// Write puts the new text in the place of the old one, whole or not at all.
func (f *FixedFile) Write() error {
	err := atomicfile.Change(f.abs, f.old, f.new, f.within)
	if err != nil && !errors.Is(err, atomicfile.ErrInterrupted) {
		return fmt.Errorf("%s: %w", f.Path, err)
	}
	return err
}

// HidesIn reports whether a diff of the file shows a line in which a credential is masked.
func (f *FixedFile) HidesIn(diff string) bool {
	shown := f.Before.Text(f.Before.All())
	if shown == string(f.old) {
		return false
	}
	old := strings.Split(string(f.old), "\n")
	for i, line := range strings.Split(shown, "\n") {
		if line != old[i] && (strings.Contains(diff, "\n-"+line) || strings.Contains(diff, "\n "+line)) {
			return true
		}
	}
	return false
}

// Fix repairs what can be repaired of the open findings, in the files that were asked for, until nothing changes. Fixes
// that are not safe are made when unsafe is set.
func Fix(ctx context.Context, o Options, unsafe bool) (*Fixed, error) {
	files := map[string]*FixedFile{}
	out := &Fixed{}
	o.instead = map[string][]byte{}
	for round := 0; ; round++ {
		c, err := check(ctx, o)
		if err != nil {
			return nil, err
		}
		for _, r := range c.read {
			if f := files[r.abs]; f != nil {
				f.After = r.source
			}
		}
		if out.Last = c.run; round == maxRounds || len(c.run.Bugs) > 0 || !fixRound(c, o, files, unsafe) {
			break
		}
	}
	for _, f := range files {
		if !bytes.Equal(f.old, f.new) {
			out.Files = append(out.Files, f)
		}
	}
	slices.SortFunc(out.Files, func(a, b *FixedFile) int { return strings.Compare(a.Path, b.Path) })
	return out, nil
}

// fixRound makes the fixes of one run that do not overlap, and reports whether any text has changed.
func fixRound(c *checked, o Options, files map[string]*FixedFile, unsafe bool) bool {
	wanted := map[*facts.Source][]*rules.Finding{}
	for _, f := range c.run.Result.Findings {
		if fix := c.run.Result.Fixes[f]; fix != nil && (fix.Safe || unsafe) {
			source := fix.Edits[0].Span.Source
			wanted[source] = append(wanted[source], f)
		}
	}
	changed := false
	for i := range c.read {
		r := &c.read[i]
		if len(wanted[r.source]) == 0 || !r.source.Asked {
			continue
		}
		edits, applied := choose(r.data, wanted[r.source], c.run.Result.Fixes)
		text := apply(r.data, edits)
		if err := stillReads(r, text); err != nil {
			c.run.Bugs = append(c.run.Bugs, fmt.Sprintf("%s: %v", r.source.Path, err))
			continue
		}
		f := files[r.abs]
		if f == nil {
			f = &FixedFile{Path: r.source.Path, Before: r.source, abs: r.abs, old: r.data, within: c.found.Covers}
			files[r.abs] = f
		}
		f.Fixes = append(f.Fixes, applied...)
		f.new, o.instead[r.abs] = text, text
		changed = changed || !bytes.Equal(r.data, text)
	}
	return changed
}

// choose returns the edits of the first fixes that keep clear of each other, in the order of the file.
func choose(data []byte, findings []*rules.Finding, fixes map[*rules.Finding]*report.Fix) ([]facts.TextEdit, []AppliedFix) {
	var edits []facts.TextEdit
	var applied []AppliedFix
	for _, f := range findings {
		fix := fixes[f]
		if slices.ContainsFunc(fix.Edits, func(e facts.TextEdit) bool { return near(data, edits, e) }) {
			continue
		}
		edits = append(edits, fix.Edits...)
		applied = append(applied, AppliedFix{f.Rule, f.Span.Begin(), fix.Title})
	}
	slices.SortFunc(edits, func(a, b facts.TextEdit) int { return cmp.Compare(a.Span.Start, b.Span.Start) })
	return edits, applied
}

// near reports whether an edit overlaps one of the others, or stands so near that together they could take out all that
// a block holds: nothing but blank lines and comments is between them. It is then made in the next round.
func near(data []byte, others []facts.TextEdit, e facts.TextEdit) bool {
	return slices.ContainsFunc(others, func(o facts.TextEdit) bool {
		first, second := o.Span, e.Span
		if second.Start < first.Start {
			first, second = second, first
		}
		if first.End >= second.Start {
			return true
		}
		for line := range bytes.Lines(data[first.End:second.Start]) {
			if line = bytes.TrimSpace(line); len(line) > 0 && line[0] != '#' && !bytes.HasPrefix(line, []byte("//")) {
				return false
			}
		}
		return true
	})
}

// apply returns data with the edits made, which are in order.
func apply(data []byte, edits []facts.TextEdit) []byte {
	var out []byte
	at := 0
	for _, e := range edits {
		out = append(append(out, data[at:e.Span.Start]...), e.Text...)
		at = e.Span.End
	}
	return append(out, data[at:]...)
}

// stillReads returns an error when a fixed text has problems that the old one does not have.
func stillReads(r *readSource, text []byte) error {
	if r.format.Parse == nil {
		return nil
	}
	unread := func(data []byte) int {
		n := 0
		for _, p := range r.format.Parse(withText(r.source, data), data).Problems {
			if p.Kind.Incomplete() {
				n++
			}
		}
		return n
	}
	if unread(text) > unread(r.data) {
		return errors.New("its fixes would break it, and were not made")
	}
	return nil
}

// withText returns a source like src with another text.
func withText(src *facts.Source, data []byte) *facts.Source {
	out := facts.NewSource(src.Path, data)
	out.Below, out.Asked, out.Owner, out.Tracked = src.Below, src.Asked, src.Owner, src.Tracked
	out.Mode, out.HasMode = src.Mode, src.HasMode
	return out
}

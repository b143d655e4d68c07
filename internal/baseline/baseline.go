// Package baseline keeps the findings that a project knows of, so that only new ones count.
//
// An entry names its findings by rule, file and a fingerprint of what they are about, and counts them. It holds no line
// numbers, so that moved lines change nothing, and its fingerprint does not hold the file, so that it can follow a file
// that was renamed: an entry whose file is gone stands for equal findings in another.
package baseline

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"

	"github.com/wirevet/wirevet/rules"
)

// Entry stands for findings that do not differ.
type Entry struct {
	File        string `json:"file"` // relative to the folder of the baseline, with /
	Rule        string `json:"rule"`
	Subject     string `json:"subject"` // for people
	Count       int    `json:"count"`
	Fingerprint string `json:"fingerprint"`
}

// Baseline is the entries. [Parse] gives one for each file, rule and fingerprint, and Write writes so.
type Baseline struct {
	Entries []Entry
}

// fingerprint names what a finding is about, wherever that is.
func fingerprint(f *rules.Finding) string {
	sum := sha256.Sum256([]byte(strings.Join([]string{f.Rule.ID, f.Subject(), f.Value}, "\x00")))
	return hex.EncodeToString(sum[:16])
}

// Scope says what a run can tell about an entry.
type Scope struct {
	// File returns the path of a finding's file as entries have it.
	File func(*rules.Finding) string
	// Gone reports whether there is no such file any more.
	Gone func(file string) bool
	// Judged reports whether the run would have found what an entry of that file and rule stands for.
	Judged func(file, rule string) bool
}

// key is what findings and entries have in common.
type key struct{ file, rule, fingerprint string }

func (e *Entry) key() key { return key{e.File, e.Rule, e.Fingerprint} }

// Apply marks the open findings that the baseline knows. It returns the entries that match nothing any more, and the
// baseline without them; entries that the run cannot tell about stay in it. Findings must be in the order of the
// reports.
func (b *Baseline) Apply(findings []*rules.Finding, scope Scope) (unmatched []Entry, next *Baseline) {
	left := make(map[key]int, len(b.Entries))
	for i := range b.Entries {
		left[b.Entries[i].key()] += b.Entries[i].Count
	}
	next = &Baseline{}
	var rest []*rules.Finding
	for _, f := range findings {
		k := key{scope.File(f), f.Rule.ID, fingerprint(f)}
		switch {
		case f.State != rules.Open:
		case left[k] > 0:
			left[k]--
			f.State = rules.Baseline
			next.Add(f, k.file)
		default:
			rest = append(rest, f)
		}
	}
	b.follow(rest, left, scope, next)
	for _, e := range b.Entries {
		n := left[e.key()]
		if n == 0 {
			continue
		}
		left[e.key()] = 0
		e.Count = n
		if scope.Judged(e.File, e.Rule) {
			unmatched = append(unmatched, e)
		} else {
			next.Entries = append(next.Entries, e)
		}
	}
	return unmatched, next
}

// follow marks those of the findings that entries of files that are gone stand for.
func (b *Baseline) follow(findings []*rules.Finding, left map[key]int, scope Scope, next *Baseline) {
	type moved struct{ rule, fingerprint string }
	gone, from := map[string]bool{}, map[moved][]key{}
	for i := range b.Entries {
		e := &b.Entries[i]
		if left[e.key()] == 0 {
			continue
		}
		is, known := gone[e.File]
		if !known {
			is = scope.Gone(e.File)
			gone[e.File] = is
		}
		if is {
			m := moved{e.Rule, e.Fingerprint}
			from[m] = append(from[m], e.key())
		}
	}
	for _, f := range findings {
		for _, k := range from[moved{f.Rule.ID, fingerprint(f)}] {
			if left[k] > 0 {
				left[k]--
				f.State = rules.Baseline
				next.Add(f, scope.File(f))
				break
			}
		}
	}
}

// Add adds a finding in a file.
func (b *Baseline) Add(f *rules.Finding, file string) {
	b.Entries = append(b.Entries, Entry{File: file, Rule: f.Rule.ID, Subject: f.Subject(), Count: 1, Fingerprint: fingerprint(f)})
}

// sum returns the entries in their order, one for each file, rule and fingerprint.
func (b *Baseline) sum() []Entry {
	sorted := slices.Clone(b.Entries)
	slices.SortStableFunc(sorted, func(a, b Entry) int {
		return cmp.Or(strings.Compare(a.File, b.File), strings.Compare(a.Rule, b.Rule), strings.Compare(a.Subject, b.Subject),
			strings.Compare(a.Fingerprint, b.Fingerprint))
	})
	var out []Entry
	for _, e := range sorted {
		if n := len(out); n > 0 && out[n-1].key() == e.key() {
			out[n-1].Count += e.Count
			continue
		}
		out = append(out, e)
	}
	return out
}

package engine

import (
	"path/filepath"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/internal/baseline"
	"github.com/wirevet/wirevet/internal/discover"
	"github.com/wirevet/wirevet/internal/report"
	"github.com/wirevet/wirevet/rules"
)

// Baseline is the findings that are known, and what becomes of them.
type Baseline struct {
	Known  *baseline.Baseline
	Folder string // absolute; the files of its entries are relative to it
	// Extend takes everything that is reported for known.
	Extend bool
	// Next is the baseline without what is no more, and with what was taken for known; a run sets it.
	Next *baseline.Baseline
}

// apply marks what is known among all findings of a run.
func (b *Baseline) apply(o Options, found *discover.Found, findings []*rules.Finding, r *report.Result) {
	ran := map[string]bool{}
	for _, rule := range o.Rules {
		ran[rule.ID] = true
	}
	unread := map[string]bool{}
	for _, p := range r.Problems {
		unread[absolute(o.WorkDir, p.File())] = p.Kind.Incomplete() || unread[absolute(o.WorkDir, p.File())]
	}
	path := func(file string) string { return filepath.Join(b.Folder, filepath.FromSlash(file)) }
	scope := baseline.Scope{
		File: func(f *rules.Finding) string { return b.relative(o.WorkDir, f.Span) },
		Gone: func(file string) bool { return !found.Exists(path(file)) },
		Judged: func(file, rule string) bool {
			return (ran[rule] || rules.Find(rule) == nil) && found.Asked(path(file)) && !unread[path(file)]
		},
	}
	r.Baseline = &report.BaselineResult{}
	r.Baseline.Unmatched, b.Next = b.Known.Apply(findings, scope)
	if !b.Extend {
		return
	}
	for _, f := range findings {
		if f.State == rules.Open && f.Severity >= o.MinSeverity {
			f.State = rules.Baseline
			b.Next.Add(f, scope.File(f))
		}
	}
}

// relative returns the file of a span as entries have it.
func (b *Baseline) relative(workDir string, span facts.Span) string {
	if span.IsZero() {
		return ""
	}
	abs := absolute(workDir, span.Source.Path)
	if rel, err := filepath.Rel(b.Folder, abs); err == nil {
		return filepath.ToSlash(rel)
	}
	return filepath.ToSlash(abs)
}

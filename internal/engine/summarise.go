package engine

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/internal/discover"
	"github.com/wirevet/wirevet/internal/report"
	"github.com/wirevet/wirevet/rules"
)

// summarise sorts, filters and counts.
func summarise(o Options, found *discover.Found, system *facts.System, outcome rules.Outcome, fresh *newLines) *report.Result {
	r := &report.Result{
		System: system, Rules: o.Rules, Version: o.Version, Root: o.WorkDir,
		Summary: report.Summary{
			BySeverity: map[rules.Severity]int{}, ByState: map[rules.State]int{}, MinSeverity: o.MinSeverity,
		},
	}
	if found.Repository != nil {
		r.Revision = found.Repository.Revision
	}
	for _, s := range system.Sources {
		if s.Asked {
			r.Summary.Files++
		}
	}
	for _, span := range outcome.Unresolved {
		if span.Source.Asked {
			r.Summary.Unresolved++
		}
	}
	findings := slices.DeleteFunc(outcome.Findings, func(f *rules.Finding) bool { return !asked(f) })
	slices.SortStableFunc(findings, compareFindings)
	findings = withoutRepeats(findings)
	for _, f := range findings {
		redact(f)
	}
	setFingerprints(findings)
	r.Problems = problems(found, system)
	if o.Baseline != nil {
		o.Baseline.apply(o, found, findings, r)
	}
	for _, f := range findings {
		if !fresh.touchedBy(f) {
			r.Summary.Unchanged++
			continue
		}
		if f.Severity < o.MinSeverity {
			r.Summary.NotShown++
			continue
		}
		r.Findings = append(r.Findings, f)
		r.Summary.BySeverity[f.Severity]++
		r.Summary.ByState[f.State]++
	}
	for _, p := range r.Problems {
		r.Summary.Incomplete = r.Summary.Incomplete || p.Kind.Incomplete()
	}
	return r
}

// redact hides in the words of a finding what is hidden in the files that it is about.
func redact(f *rules.Finding) {
	sources := make([]*facts.Source, 0, 2)
	if !f.Span.IsZero() {
		sources = append(sources, f.Span.Source)
	}
	for _, r := range f.Related {
		if !r.Span.IsZero() && !slices.Contains(sources, r.Span.Source) {
			sources = append(sources, r.Span.Source)
		}
	}
	for _, s := range sources {
		f.Message, f.Help = s.Redact(f.Message), s.Redact(f.Help)
		if f.Fix != nil {
			f.Fix.Title = s.Redact(f.Fix.Title)
		}
		for i := range f.Notes {
			f.Notes[i] = s.Redact(f.Notes[i])
		}
	}
}

// asked reports whether the finding, or a place that belongs to it, is in a file that the caller asked for.
func asked(f *rules.Finding) bool {
	if f.Span.IsZero() || f.Span.Source.Asked {
		return true
	}
	return slices.ContainsFunc(f.Related, func(r rules.Related) bool { return !r.Span.IsZero() && r.Span.Source.Asked })
}

func compareFindings(a, b *rules.Finding) int {
	return cmp.Or(
		strings.Compare(file(a), file(b)), cmp.Compare(a.Span.Start, b.Span.Start), strings.Compare(a.Rule.ID, b.Rule.ID),
		cmp.Compare(a.Span.End, b.Span.End), strings.Compare(a.Message, b.Message),
	)
}

func file(f *rules.Finding) string {
	if f.Span.IsZero() {
		return ""
	}
	return f.Span.Source.Path
}

// withoutRepeats removes findings of one rule about the same bytes: two hosts may read one file.
func withoutRepeats(sorted []*rules.Finding) []*rules.Finding {
	return slices.CompactFunc(sorted, func(a, b *rules.Finding) bool {
		return a.Rule == b.Rule && a.Span == b.Span && a.Value == b.Value
	})
}

// setFingerprints names each finding by its rule, file, subject and value. Equal ones are counted in the order of the
// file, so that moving lines changes nothing.
func setFingerprints(findings []*rules.Finding) {
	count := map[string]int{}
	for i, f := range findings {
		if i > 0 && file(f) != file(findings[i-1]) {
			clear(count) // the file is part of the name
		}
		key := strings.Join([]string{f.Rule.ID, file(f), f.Subject(), f.Value}, "\x00")
		count[key]++
		sum := sha256.Sum256([]byte(key + "\x00" + strconv.Itoa(count[key])))
		f.Fingerprint = hex.EncodeToString(sum[:16])
	}
}

// problems returns what could not be read of the asked files, and of no others.
func problems(found *discover.Found, system *facts.System) []*facts.Problem {
	read := make(map[string]bool, len(found.Files))
	for _, f := range found.Files {
		read[f.Path] = f.Asked
	}
	out := slices.Clone(found.Problems)
	for _, p := range system.Problems {
		if wanted, known := read[p.File()]; wanted || !known {
			if !p.Span.IsZero() {
				p.Message = p.Span.Source.Redact(p.Message)
			}
			out = append(out, p)
		}
	}
	slices.SortStableFunc(out, func(a, b *facts.Problem) int {
		return cmp.Or(strings.Compare(a.File(), b.File()), cmp.Compare(a.Span.Start, b.Span.Start), strings.Compare(a.Message, b.Message))
	})
	return slices.CompactFunc(out, func(a, b *facts.Problem) bool {
		return a.File() == b.File() && a.Span == b.Span && a.Message == b.Message
	})
}

// Describe returns the trace as lines for -v.
func (t *Trace) Describe() []string {
	out := slices.Clone(t.Governs)
	var parsers []string
	files, spent := map[string]int{}, map[string]time.Duration{}
	for _, f := range t.Read {
		out = append(out, fmt.Sprintf("read %s as %s in %s", f.Path, f.Format, f.Spent))
		if files[f.Format] == 0 {
			parsers = append(parsers, f.Format)
		}
		files[f.Format]++
		spent[f.Format] += f.Spent
	}
	slices.Sort(parsers)
	for _, name := range parsers {
		out = append(out, fmt.Sprintf("parser %s: %d files, %s", name, files[name], spent[name]))
	}
	out = append(out, fmt.Sprintf("left alone: %d files and folders", t.Passed))
	for _, a := range t.Ambiguous {
		at := a.Span.Begin()
		out = append(out, fmt.Sprintf("joined to nothing: %s:%d:%d could be %s", a.Span.Source.Path, at.Line, at.Column, a.What))
	}
	for _, s := range t.Stages {
		out = append(out, fmt.Sprintf("stage %s: %s", s.Name, s.Spent))
	}
	for _, r := range t.Rules {
		out = append(out, fmt.Sprintf("rule %s: %s", r.Name, r.Spent))
	}
	return out
}

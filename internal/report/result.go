// Package report turns the result of a run into bytes: text for people, JSON and SARIF for programs. It decides
// nothing: what is found, how severe it is and what is left out was settled before.
//
// It sees source only through facts.Span.Text and facts.Source.Lines, which mask every credential.
package report

import (
	"time"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/internal/baseline"
	"github.com/wirevet/wirevet/rules"
)

// Result is everything that one run knows at its end.
type Result struct {
	System   *facts.System
	Findings []*rules.Finding // shown ones only; sorted by file, offset, rule, message
	Problems []*facts.Problem // sorted by file, offset, message
	Summary  Summary
	Rules    []*rules.Rule // those that ran, sorted by id
	Version  string        // of wirevet: "0.1.0", or "devel"
	// Revision returns where the checked repository comes from, as git spells it, and the commit of its HEAD; each is empty when it is
	// not known. It is nil outside of a repository, and reads files: few formats show either.
	Revision func() (remote, commit string)
	// Root is the absolute path of the working folder, which the paths of sources are relative to. It is never
	// written: it only tells a path inside from one outside.
	Root string

	// Baseline says how the findings compare with those that were known; nil when that was not asked.
	Baseline *BaselineResult

	Fixes map[*rules.Finding]*Fix // of findings that have one
}

// BaselineResult is what became of a baseline.
type BaselineResult struct {
	Unmatched []baseline.Entry // entries that match no finding any more
}

// Summary counts what a run did.
type Summary struct {
	Files       int // sources that were parsed
	BySeverity  map[rules.Severity]int
	ByState     map[rules.State]int
	NotShown    int            // findings under --min-severity
	Unchanged   int            // findings that touch no new line
	MinSeverity rules.Severity // that limit; zero for the default
	Unresolved  int            // places that could not be judged from the files
	Incomplete  bool
	Elapsed     time.Duration // only the text format prints it
}

// Fix is a change that repairs a finding.
type Fix struct {
	Title string // what it does: "remove the switch"
	Safe  bool
	Edits []facts.TextEdit // none overlaps another
}

// Package report turns the result of a run into bytes: text for people, JSON and SARIF for programs. It decides
// nothing: what is found, how severe it is and what is left out was settled before.
package report

import (
	"time"

	"github.com/wirevet/wirevet/facts"
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
	Commit   string        // of the checked repository's HEAD, when known
}

// Summary counts what a run did.
type Summary struct {
	Files      int // sources that were parsed
	BySeverity map[rules.Severity]int
	ByState    map[rules.State]int
	NotShown   int // findings under --min-severity
	Unresolved int // places that could not be judged from the files
	Incomplete bool
	Elapsed    time.Duration // only the text format prints it
}

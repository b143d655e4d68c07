package engine

import (
	"fmt"
	"runtime/debug"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/internal/report"
	"github.com/wirevet/wirevet/rules"
)

// fixes asks the formats for the edits of the findings that are shown and open. A finding whose change its format
// cannot make has no fix.
func fixes(run *Run, read []readSource) map[*rules.Finding]*report.Fix {
	byFile := map[*facts.Source][]*rules.Finding{}
	for _, f := range run.Result.Findings {
		if f.Fix != nil && f.State == rules.Open {
			source := f.Fix.Change.Place().Source
			byFile[source] = append(byFile[source], f)
		}
	}
	if len(byFile) == 0 {
		return nil
	}
	out := map[*rules.Finding]*report.Fix{}
	for i := range read {
		if wanted := byFile[read[i].source]; len(wanted) > 0 && read[i].format.Edit != nil {
			for j, edits := range edit(run, &read[i], wanted) {
				if f := wanted[j]; len(edits) > 0 {
					out[f] = &report.Fix{Title: f.Fix.Title, Safe: f.Fix.Safe, Edits: edits}
				}
			}
		}
	}
	return out
}

// edit asks one format for the edits of one file. A panic costs the file's fixes, and nothing else.
func edit(run *Run, r *readSource, wanted []*rules.Finding) (out [][]facts.TextEdit) {
	defer func() {
		if p := recover(); p != nil {
			run.Bugs = append(run.Bugs, fmt.Sprintf("%s: while making fixes: %s\n%s", r.source.Path, panicKind(p), ownFrames(debug.Stack())))
			out = nil
		}
	}()
	changes := make([]facts.Change, len(wanted))
	for i, f := range wanted {
		changes[i] = f.Fix.Change
	}
	return r.format.Edit(r.source, r.data, changes)
}

package report

import (
	"cmp"
	"slices"
	"strconv"

	"github.com/wirevet/wirevet/rules"
)

// worstFirst returns the open findings by severity, then by how dangerous their rule is; equal ones stay in the order
// of the files.
func worstFirst(all []*rules.Finding) []*rules.Finding {
	var out []*rules.Finding
	for _, f := range all {
		if f.State == rules.Open {
			out = append(out, f)
		}
	}
	danger := func(f *rules.Finding) float64 {
		score, _ := strconv.ParseFloat(f.Rule.SecuritySeverity, 64) // none is 0
		return score
	}
	slices.SortStableFunc(out, func(a, b *rules.Finding) int {
		return cmp.Or(cmp.Compare(b.Severity, a.Severity), cmp.Compare(danger(b), danger(a)))
	})
	return out
}

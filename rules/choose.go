package rules

import (
	"path"
	"slices"
)

// Choose returns the rules whose id matches one of the globs in only, or all rules when there is none, without those
// that match one in skip. unmatched is the first glob that matches no rule, or "".
func Choose(from []*Rule, only, skip []string) (chosen []*Rule, unmatched string) {
	for _, glob := range slices.Concat(only, skip) {
		if !slices.ContainsFunc(from, func(r *Rule) bool { return r.matches([]string{glob}) }) {
			return nil, glob
		}
	}
	for _, r := range from {
		if (len(only) == 0 || r.matches(only)) && !r.matches(skip) {
			chosen = append(chosen, r)
		}
	}
	return chosen, ""
}

func (r *Rule) matches(globs []string) bool {
	return slices.ContainsFunc(globs, func(glob string) bool {
		ok, _ := path.Match(glob, r.ID)
		return ok
	})
}

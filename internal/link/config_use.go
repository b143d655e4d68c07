package link

import (
	"fmt"

	"github.com/wirevet/wirevet/facts"
)

// findTakers tells each credential that a Secret or a ConfigMap holds in the clear which workloads take it from there. An object that
// stands in two files, one of which may never be applied, is none that a workload could be said to take.
func findTakers(s *facts.System) {
	type place struct {
		object facts.ConfigObject
		file   string
	}
	files, seen := map[facts.ConfigObject]int{}, map[place]bool{}
	for _, k := range s.Credentials {
		if k.Object.Name == "" || k.Span.Source == nil {
			continue
		}
		if at := (place{k.Object, k.Span.Source.Path}); !seen[at] {
			seen[at] = true
			files[k.Object]++
		}
	}
	if len(files) == 0 {
		return
	}
	uses := map[facts.ConfigObject][]*facts.ConfigUse{}
	for _, u := range s.ConfigUses {
		uses[u.Object] = append(uses[u.Object], u)
		if n := files[u.Object]; n > 1 {
			s.Ambiguous = append(s.Ambiguous, facts.Ambiguity{Span: u.Span, What: fmt.Sprintf("%d files with a %s of that name", n, u.Object.Kind)})
		}
	}
	for _, k := range s.Credentials {
		if !k.Literal || files[k.Object] != 1 {
			continue
		}
		for _, u := range uses[k.Object] {
			if u.Key == "" || u.Key == k.Name {
				k.TakenBy = append(k.TakenBy, u)
			}
		}
	}
}

package goldenfacts_test

import (
	"testing"

	"github.com/wirevet/wirevet/facts"
	"github.com/wirevet/wirevet/internal/goldenfacts"
)

// recorder counts what a check objects to.
type recorder struct {
	testing.TB
	objections int
}

func (r *recorder) Helper()               {}
func (r *recorder) Error(...any)          { r.objections++ }
func (r *recorder) Errorf(string, ...any) { r.objections++ }

func TestPlacesOutsideOfTheFileAreObjectedTo(t *testing.T) {
	data := []byte("é = 1")
	src, other := facts.NewSource("a", data), facts.NewSource("b", data)
	at := func(s *facts.Source, start, end int) *facts.Facts {
		return &facts.Facts{Workloads: []*facts.Workload{{User: facts.Written(facts.Account{}, facts.Span{Source: s, Start: start, End: end})}}}
	}
	for name, c := range map[string]struct {
		out  *facts.Facts
		want int
	}{
		"all of it":              {at(src, 0, 6), 0},
		"behind the end":         {at(src, 0, 7), 1},
		"backwards":              {at(src, 3, 2), 1},
		"within a character":     {at(src, 1, 2), 1},
		"of another file":        {at(other, 0, 7), 0},
		"a problem says nothing": {&facts.Facts{Problems: []*facts.Problem{{}}}, 1},
	} {
		r := &recorder{TB: t}
		goldenfacts.Sound(r, c.out, data, src)
		if r.objections != c.want {
			t.Errorf("%s: %d objections", name, r.objections)
		}
	}
}

package input

import (
	"fmt"
	"testing"

	"github.com/wirevet/wirevet/facts"
)

func TestFilesAreParsedInTheirOrder(t *testing.T) {
	for _, n := range []int{0, 1, fewFiles, 10 * fewFiles} {
		u := &Unit{Jobs: 4}
		for i := range n {
			u.Files = append(u.Files, File{Source: facts.NewSource(fmt.Sprint(i), nil)})
		}
		got := ParseEach(u, func(s *facts.Source, _ []byte) string { return s.Path })
		for i, name := range got {
			if name != fmt.Sprint(i) {
				t.Fatalf("of %d files, %d is %s", n, i, name)
			}
		}
		if len(got) != n {
			t.Errorf("%d results of %d files", len(got), n)
		}
	}
}

// A bug that one file shows is kept to the format, whoever parses the file.
func TestAPanicReachesTheCaller(t *testing.T) {
	u := &Unit{Jobs: 4, Files: make([]File, 10*fewFiles)}
	defer func() {
		if p := recover(); p != "a bug" {
			t.Errorf("recovered %v", p)
		}
	}()
	ParseEach(u, func(*facts.Source, []byte) int { panic("a bug") })
	t.Error("nothing happened")
}

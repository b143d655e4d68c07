package input

import (
	"sync"
	"sync/atomic"

	"github.com/wirevet/wirevet/facts"
)

// fewFiles are so few that to start a worker for them costs more than it saves.
const fewFiles = 16

// ParseEach parses the files of a unit, each by itself, with as many workers as the unit has. The results are in the order of the
// files. When parse panics, so does ParseEach, in the goroutine that called it.
func ParseEach[T any](u *Unit, parse func(*facts.Source, []byte) T) []T {
	out := make([]T, len(u.Files))
	if u.Jobs < 2 || len(u.Files) < fewFiles {
		for i, f := range u.Files {
			out[i] = parse(f.Source, f.Data)
		}
		return out
	}
	var next atomic.Int64
	var panicked atomic.Pointer[any]
	work := func() {
		defer func() {
			if p := recover(); p != nil {
				panicked.CompareAndSwap(nil, &p)
			}
		}()
		for {
			i := int(next.Add(1)) - 1
			if i >= len(u.Files) {
				return
			}
			out[i] = parse(u.Files[i].Source, u.Files[i].Data)
		}
	}
	var group sync.WaitGroup
	for range min(u.Jobs, len(u.Files)/fewFiles+1) {
		group.Go(work)
	}
	group.Wait()
	if p := panicked.Load(); p != nil {
		panic(*p)
	}
	return out
}

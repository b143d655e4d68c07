package engine

import (
	"math"
	"runtime/debug"
	"runtime/metrics"
	"sync"
)

// memoryLimit is the size in bytes up to which a run is kept small: the facts of 10,000 host configs of 40 lines take 90 MB
// until they are joined, and without a limit as much garbage lies between them: 139 MB in place of 211.
const memoryLimit = 120 << 20

// memory is a limit for the run, for as long as its facts leave room below it.
type memory struct {
	mu     sync.Mutex
	before int64 // what held before the run; meaningless when lifted
	lifted bool
	undo   func() // see collectLate
}

// limitMemory sets the limit, unless whoever runs the program has set one (GOMEMLIMIT).
func limitMemory() *memory {
	before := debug.SetMemoryLimit(-1)
	if before != math.MaxInt64 {
		return &memory{lifted: true}
	}
	debug.SetMemoryLimit(memoryLimit)
	return &memory{before: before}
}

// check lifts the limit when what the last collection left fills most of it: to collect again and again for the rest would
// cost more than the memory is worth.
func (m *memory) check() {
	live := [1]metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	metrics.Read(live[:])
	if live[0].Value.Uint64() > memoryLimit/6*5 {
		m.lift()
	}
}

// lift ends the limit. It may be called more than once, and concurrently.
func (m *memory) lift() {
	m.mu.Lock()
	defer m.mu.Unlock()
	if !m.lifted {
		m.lifted = true
		debug.SetMemoryLimit(m.before)
	}
}

// end ends all that the run has changed.
func (m *memory) end() {
	m.lift()
	if m.undo != nil {
		m.undo()
	}
}

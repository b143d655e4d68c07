package engine

import (
	"math"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"sync"
)

// memoryLimits are the sizes in bytes within which a run is kept, one after the other. The facts of 10,000 host configs of 40
// lines take 90 MB until they are joined, and without a limit as much garbage lies between them: 139 MB in place of 211. Those of
// 10,000 servers of nginx take 320 MB with the files, and would take 550.
var memoryLimits = [...]int64{120 << 20, 440 << 20}

// memory is a limit for the run, for as long as what it holds leaves room below it.
type memory struct {
	mu     sync.Mutex
	before int64 // what held before the run; meaningless when lifted
	step   int   // which of the limits holds
	lifted bool
	undo   func() // see collectLate
}

// limitMemory sets the first limit, unless whoever runs the program has set one (GOMEMLIMIT).
func limitMemory() *memory {
	before := debug.SetMemoryLimit(-1)
	if before != math.MaxInt64 {
		return &memory{lifted: true}
	}
	m := &memory{before: before}
	debug.SetMemoryLimit(memoryLimits[0])
	m.watch()
	return m
}

// watch looks at what each collection has left. Where that fills most of the limit, the next one holds: to collect again and again
// for the rest would cost more than the memory is worth.
func (m *memory) watch() {
	runtime.AddCleanup(new([16]byte), func(m *memory) {
		m.mu.Lock()
		defer m.mu.Unlock()
		if m.lifted {
			return
		}
		live := [1]metrics.Sample{{Name: "/gc/heap/live:bytes"}}
		metrics.Read(live[:])
		for !m.lifted && live[0].Value.Uint64() > uint64(memoryLimits[m.step])/6*5 {
			m.next()
		}
		if !m.lifted {
			m.watch()
		}
	}, m)
}

// raise ends the first limit.
func (m *memory) raise() {
	m.mu.Lock()
	defer m.mu.Unlock()
	if !m.lifted && m.step == 0 {
		m.next()
	}
}

// next sets the limit behind the one that holds. The mutex is held.
func (m *memory) next() {
	if m.step++; m.step < len(memoryLimits) {
		debug.SetMemoryLimit(memoryLimits[m.step])
		return
	}
	m.lifted = true
	debug.SetMemoryLimit(m.before)
}

// end ends all that the run has changed.
func (m *memory) end() {
	m.mu.Lock()
	defer m.mu.Unlock()
	if !m.lifted {
		m.lifted = true
		debug.SetMemoryLimit(m.before)
	}
	if m.undo != nil {
		m.undo()
	}
}

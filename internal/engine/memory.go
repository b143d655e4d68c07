package engine

import (
	"math"
	"runtime"
	"runtime/debug"
	"sync"
)

// A run is kept within the first size in bytes, and then within the second. The facts of 10,000 host configs of 40 lines take 90 MB
// until they are joined, and without a limit as much garbage lies between them: 139 MB in place of 211. Those of 10,000 servers of
// nginx take 310 MB with the files: 460 in place of 540.
const (
	memoryLimit = 120 << 20
	largeLimit  = 440 << 20
)

// memory is a limit for the run, for as long as what it holds leaves room below it.
type memory struct {
	mu sync.Mutex
	pressure
	before int64 // what held before the run; meaningless when lifted
	raised bool
	filled bool // before the last collection
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

// pressure is what is known of the collections: how many there were when somebody last asked, and what was made until then.
type pressure struct {
	collections uint32
	made        uint64 // bytes
}

// fills reports whether the run made less than a sixth of the limit between two collections: so little room was left, and to
// collect again and again for it would cost more than the memory is worth. (What is live is in runtime/metrics, whose tables take
// a hook of five files one percent longer.)
func (p *pressure) fills(limit uint64) bool {
	var now runtime.MemStats
	runtime.ReadMemStats(&now)
	made := now.TotalAlloc - p.made
	if now.NumGC == p.collections {
		return false
	}
	p.collections, p.made = now.NumGC, now.TotalAlloc
	return made < limit/6 && now.HeapAlloc > limit/2 // a smaller heap is collected as often
}

// check raises the limit when it is filled.
func (m *memory) check() {
	m.mu.Lock()
	defer m.mu.Unlock()
	if !m.raised && !m.lifted && m.fills(memoryLimit) {
		m.raiseLocked()
	}
}

// raise sets the larger limit, which is lifted when two collections in a row find it filled. It may be called more than once, and
// concurrently.
func (m *memory) raise() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.raiseLocked()
}

func (m *memory) raiseLocked() {
	if !m.raised && !m.lifted {
		m.raised = true
		debug.SetMemoryLimit(largeLimit)
		m.watch()
	}
}

// watch looks at what the next collection leaves.
func (m *memory) watch() {
	runtime.AddCleanup(new([16]byte), (*memory).collected, m)
}

func (m *memory) collected() {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.lifted {
		return
	}
	before := m.filled
	if m.filled = m.fills(largeLimit); m.filled && before {
		m.lift()
		return
	}
	m.watch()
}

// lift ends the limit. The mutex is held.
func (m *memory) lift() {
	if !m.lifted {
		m.lifted = true
		debug.SetMemoryLimit(m.before)
	}
}

// end ends all that the run has changed.
func (m *memory) end() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.lift()
	if m.undo != nil {
		m.undo()
	}
}

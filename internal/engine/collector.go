package engine

import (
	"os"
	"runtime"
	"runtime/debug"
	"sync/atomic"
)

// firstCollection is how large the heap may grow before garbage is collected while files are parsed together: 100,000 lines
// of Go need less, and a run that never collects takes a fifth less time.
const firstCollection = 128 << 20

// collecting is set while a run has changed when garbage is collected: the setting is the whole program's.
var collecting atomic.Bool

// collectLate puts the first collection off, unless whoever runs the program has said when to collect (GOGC), or the program
// holds much already. From then on the heap doubles between collections, as ever.
func (m *memory) collectLate() {
	const least = 4 << 20 // the heap at which the runtime collects first, at 100 percent
	var heap runtime.MemStats
	runtime.ReadMemStats(&heap)
	held := max(least, int(min(heap.HeapAlloc, firstCollection)))
	if held > firstCollection/2 || os.Getenv("GOGC") != "" || !collecting.CompareAndSwap(false, true) {
		return
	}
	before := debug.SetGCPercent(100 * (firstCollection - held) / held)
	// The first collection finds that nobody refers to this any more.
	runtime.AddCleanup(new([16]byte), func(before int) {
		if collecting.Load() {
			debug.SetGCPercent(before)
		}
	}, before)
	m.undo = func() {
		debug.SetGCPercent(before)
		collecting.Store(false)
	}
}

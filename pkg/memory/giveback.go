// Package memory gives back to the system what a burst of large answers took.
package memory

import (
	"runtime"
	"runtime/debug"
	"time"
)

// surplus is how much may lie unused: less is needed again with the next dashboard.
const surplus = 8 << 20

// GiveBack looks every so often whether much lies unused, and gives it back; it never returns. Go itself waits for the next
// collection, which after a burst is minutes away, and then gives back bit by bit.
func GiveBack(every time.Duration) {
	for range time.Tick(every) {
		giveBackSurplus()
	}
}

// giveBackSurplus costs a collection where there is a surplus: a few milliseconds of what a backend of data sources holds.
func giveBackSurplus() {
	if unused() > surplus {
		runtime.GC() // what pools hold lives until the second collection
		debug.FreeOSMemory()
	}
}

// unused is what the process holds of the system beyond what its last collection left alive.
func unused() uint64 {
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	return stats.HeapSys - stats.HeapReleased - stats.HeapInuse + garbage(stats)
}

// garbage may be in what is allocated as far as the next collection lets it grow.
func garbage(stats runtime.MemStats) uint64 {
	live := stats.NextGC * 2 / 3 // a collection is due at 1.5 times what lived
	return max(stats.HeapAlloc, live) - live
}

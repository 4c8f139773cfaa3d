// Package debug steers the collector and prints stacks.
package debug

import (
	"os"
	"runtime"
	"sort"
	"time"
)

// SetGCPercent sets GOGC and returns its old value; negative turns the collector off.
func SetGCPercent(percent int) int {
	old := setGCPercent(int32(percent))
	for percent < 0 && running() { // a cycle that has begun is not called off
		awaitCycle()
	}
	return int(old)
}

func setGCPercent(percent int32) int32
func running() bool
func awaitCycle()

// SetMemoryLimit sets GOMEMLIMIT and returns its old value; negative only asks.
func SetMemoryLimit(limit int64) int64

// FreeOSMemory collects and returns all free memory to the system.
func FreeOSMemory() {
	runtime.GC()
	scavengeAll()
}

func scavengeAll()

func SetMaxStack(bytes int) int { return setMaxStack(bytes) }

func setMaxStack(bytes int) int

// SetPanicOnFault, SetTraceback and SetMaxThreads are accepted and change nothing.
func SetPanicOnFault(enabled bool) bool { return false }
func SetTraceback(level string)         {}
func SetMaxThreads(threads int) int     { return 10000 }

// GCStats describes recent collections.
type GCStats struct {
	LastGC         time.Time
	NumGC          int64
	PauseTotal     time.Duration
	Pause          []time.Duration
	PauseEnd       []time.Time
	PauseQuantiles []time.Duration
}

func ReadGCStats(stats *GCStats) {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	stats.NumGC = int64(m.NumGC)
	stats.PauseTotal = time.Duration(m.PauseTotalNs)
	stats.LastGC = time.Unix(0, int64(m.LastGC))
	stats.Pause = stats.Pause[:0]
	stats.PauseEnd = stats.PauseEnd[:0]
	n := int(m.NumGC)
	if n > len(m.PauseNs) {
		n = len(m.PauseNs)
	}
	for i := 0; i < n; i++ {
		j := (int(m.NumGC) + 255 - i) % 256
		stats.Pause = append(stats.Pause, time.Duration(m.PauseNs[j]))
		stats.PauseEnd = append(stats.PauseEnd, time.Unix(0, int64(m.PauseEnd[j])))
	}
	if len(stats.PauseQuantiles) > 0 {
		fillQuantiles(stats.PauseQuantiles, append([]time.Duration(nil), stats.Pause...))
	}
}

// fillQuantiles sorts the pauses, and has the last of out be the longest.
func fillQuantiles(out, pauses []time.Duration) {
	sort.Slice(pauses, func(i, j int) bool { return pauses[i] < pauses[j] })
	last := len(out) - 1
	for i := range out {
		switch {
		case len(pauses) == 0:
			out[i] = 0
		case i == last:
			out[i] = pauses[len(pauses)-1]
		default:
			out[i] = pauses[len(pauses)*i/last]
		}
	}
}

// Stack returns a traceback of the goroutine that calls it.
func Stack() []byte {
	buf := make([]byte, 1024)
	for {
		n := runtime.Stack(buf, false)
		if n < len(buf) {
			return buf[:n]
		}
		buf = make([]byte, 2*len(buf))
	}
}

func PrintStack() { os.Stderr.Write(Stack()) }

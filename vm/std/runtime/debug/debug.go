// Package debug steers the collector and prints stacks.
package debug

import (
	"os"
	"runtime"
	"time"
)

// SetGCPercent sets GOGC and returns its old value; negative turns the collector off.
func SetGCPercent(percent int) int

// SetMemoryLimit sets GOMEMLIMIT and returns its old value; negative only asks.
func SetMemoryLimit(limit int64) int64

// FreeOSMemory collects and returns all free memory to the system.
func FreeOSMemory()

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
	if q := len(stats.PauseQuantiles); q > 0 {
		fillQuantiles(stats.PauseQuantiles, append([]time.Duration(nil), stats.Pause...))
	}
}

func fillQuantiles(out, pauses []time.Duration) {
	for i := 1; i < len(pauses); i++ {
		for j := i; j > 0 && pauses[j] < pauses[j-1]; j-- {
			pauses[j], pauses[j-1] = pauses[j-1], pauses[j]
		}
	}
	for i := range out {
		if len(pauses) == 0 {
			out[i] = 0
		} else if len(out) == 1 {
			out[i] = pauses[len(pauses)-1]
		} else {
			out[i] = pauses[(len(pauses)-1)*i/(len(out)-1)]
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

package debug

import "time"

// PauseKind says what a Pause was.
type PauseKind int

const (
	PauseWorld      PauseKind = iota // all were stopped: from the wish to stop them until they went on
	PauseGoroutine                   // a goroutine in that, from where it stopped
	PauseAssist                      // a goroutine marked, to pay for what it allocates
	PauseAssistWait                  // or waited for others to have marked enough
)

// Pause is a time in which the run time kept goroutines from going on. Of assists only those longer than
// 100 microseconds are known. Go has no such thing.
type Pause struct {
	Kind      PauseKind
	Cycle     int           // collections begun by then
	Reason    string        // of PauseWorld
	Start     time.Duration // since the program was started
	Duration  time.Duration
	Wait      time.Duration // of PauseWorld: until all had stopped
	Goroutine int           // the one that paused; of PauseWorld the last to stop, 0 if all stood already
	Function  string        // where it stood
	File      string
	Line      int
}

const pausesKept = 256

// ReadPauses returns the last pauses, 256 at most, as they ended.
func ReadPauses() []Pause {
	pauses := make([]Pause, 0, pausesKept)
	next := uint64(0)
	for len(pauses) < pausesKept {
		n, kind, cycle, reason, start, duration, wait, goroutine, function, file, line := pauseAt(next)
		if n == 0 {
			break
		}
		next = n
		pauses = append(pauses, Pause{PauseKind(kind), cycle, reason, time.Duration(start),
			time.Duration(duration), time.Duration(wait), goroutine, function, file, line})
	}
	return pauses
}

func pauseAt(n uint64) (next uint64, kind, cycle int, reason string, start, duration, wait, goroutine int,
	function, file string, line int)

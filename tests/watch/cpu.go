// Where the CPU time went: two Ps that sleep, one that works, two that work. A machine that does other
// things besides delays threads, so each bound is of what must have passed between two readings.
package main

import (
	"fmt"
	"runtime"
	"runtime/metrics"
	"sync"
	"sync/atomic"
	"time"
)

// The first four are all of the total.
var names = []string{"user", "gc/total", "idle", "scavenge/total", "total",
	"gc/mark/assist", "gc/mark/dedicated", "gc/mark/idle", "gc/pause", "scavenge/assist", "scavenge/background"}

// The counters, and between which times they were brought up to date.
type reading struct {
	from, to time.Time
	values   []float64
}

func read() reading {
	r := reading{from: time.Now(), values: make([]float64, len(names))}
	runtime.GC() // brings them up to date
	s := make([]metrics.Sample, len(names))
	for i := range names {
		s[i].Name = "/cpu/classes/" + names[i] + ":cpu-seconds"
	}
	metrics.Read(s)
	for i := range s {
		r.values[i] = s[i].Value.Float64()
	}
	r.to = time.Now()
	return r
}

// Has so many goroutines work while f runs.
func beside(workers int, f func()) {
	var wg sync.WaitGroup
	var running atomic.Int32
	var stop atomic.Bool
	for i := 0; i < workers; i++ {
		wg.Add(1)
		go func() {
			defer wg.Done()
			running.Add(1)
			for !stop.Load() {
			}
		}()
	}
	for int(running.Load()) < workers {
		time.Sleep(time.Millisecond)
	}
	f()
	stop.Store(true)
	wg.Wait()
}

// The idle time while this sleeps must be within the bounds, of the time of two Ps.
func measure(what string, leastIdle, mostIdle float64) {
	before := read()
	time.Sleep(400 * time.Millisecond)
	after := read()
	sum := 0.0
	spent := make([]float64, len(names))
	for i := range spent {
		spent[i] = after.values[i] - before.values[i]
		if spent[i] < 0 {
			fmt.Println(what, names[i], "goes down:", spent[i])
		}
		if i < 4 {
			sum += spent[i]
		}
	}
	idle, total := spent[2], spent[4]
	if sum < 0.95*total || sum > 1.05*total {
		fmt.Println(what, "the parts are", sum, "of", total)
	}
	least, most := 2*after.from.Sub(before.to).Seconds(), 2*after.to.Sub(before.from).Seconds()
	if total < 0.999*least || total > 1.001*most {
		fmt.Println(what, total, "of two Ps for", least, "to", most)
	}
	if idle < leastIdle*least || idle > mostIdle*total {
		fmt.Println(what, "idle:", idle, "of", least, "user:", spent[0], "gc:", spent[1], "total:", total)
	}
	fmt.Println(what, "measured")
}

func main() {
	fmt.Println(runtime.GOMAXPROCS(0))
	measure("sleep", 0.7, 1.01)
	beside(1, func() { measure("one", 0.1, 0.6) })
	beside(2, func() { measure("two", 0, 0.2) })
	measure("sleep again", 0.7, 1.01)
}

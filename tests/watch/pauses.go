// What debug.ReadPauses, which Go has not, says of stops that are known: a goroutine that only counts is
// stopped by every collection, and one that allocates fast assists.
package main

import (
	"fmt"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"strings"
	"sync/atomic"
	"time"
)

type node struct {
	next *node
	data [6]int
}

var live, fresh *node
var stop atomic.Bool
var count int

func spin() {
	for !stop.Load() {
		count++
	}
}

func hungry() {
	for i := 0; i < 20000; i++ {
		fresh = &node{next: fresh}
	}
	fresh = nil
}

func stops() (n uint64) {
	s := []metrics.Sample{{Name: "/gc/pauses:seconds"}}
	metrics.Read(s)
	for _, c := range s[0].Value.Float64Histogram().Counts {
		n += c
	}
	return n
}

// The records of stops agree with what the collector says of them.
func compare() {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	first, n := stops(), len(debug.ReadPauses())
	for i := 0; i < 5; i++ {
		runtime.GC()
	}
	counted := stops() - first
	runtime.ReadMemStats(&after)
	pauses := debug.ReadPauses()
	if len(pauses) < 256 {
		pauses = pauses[n:]
	}
	recorded := map[int]time.Duration{}
	worlds, spinning, last, other := uint64(0), 0, 0, 0
	var world debug.Pause
	for _, p := range pauses {
		switch {
		case p.Kind == debug.PauseWorld && strings.HasPrefix(p.Reason, "GC "):
			worlds++
			recorded[p.Cycle] += p.Duration
			if p.Function == "main.spin" && p.Line >= 24 && p.Line <= 28 {
				last++
			}
			world = p
		case p.Kind == debug.PauseWorld:
			other++
			world = p
		case p.Kind == debug.PauseGoroutine && p.Function == "main.spin":
			spinning++
			if p.Goroutine < 2 || !strings.HasSuffix(p.File, "pauses.go") {
				fmt.Println("who or where:", p)
			}
			if p.Start < world.Start || p.Start > world.Start+world.Wait || p.Start+p.Duration > world.Start+world.Duration {
				fmt.Println("not within the stop:", p, world)
			}
		}
	}
	fmt.Println("stops", counted == worlds, counted >= 10)
	fmt.Println("the counter stopped", spinning > 0, "and was the last", last > 0)
	fmt.Println("ReadMemStats stops too", other >= 1)
	for i := before.NumGC; i < after.NumGC; i++ {
		pause := time.Duration(after.PauseNs[i%256])
		d := recorded[int(i)+1] - pause // what follows the collector's look at the clock
		if d < 0 || d > 20*time.Millisecond {
			fmt.Println("cycle", i+1, pause, recorded[int(i)+1])
		}
	}
}

// Somebody assists at last.
func assists() (found bool) {
	for start := time.Now(); !found && time.Since(start) < 20*time.Second; {
		hungry()
		for _, p := range debug.ReadPauses() {
			if p.Kind == debug.PauseAssist || p.Kind == debug.PauseAssistWait {
				if p.Duration <= 100*time.Microsecond {
					fmt.Println("short:", p)
				}
				if p.Function == "main.hungry" && p.Line >= 30 && p.Line <= 35 && p.Goroutine == 1 {
					found = true
				}
			}
		}
	}
	return found
}

func main() {
	for i := 0; i < 50000; i++ {
		live = &node{next: live}
	}
	go spin()
	time.Sleep(20 * time.Millisecond)
	compare()
	fmt.Println("assisted", assists())
	stop.Store(true)
	fmt.Println(len(debug.ReadPauses()) <= 256)
}

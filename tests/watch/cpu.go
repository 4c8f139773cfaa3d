// Where the CPU time went: two Ps that sleep, one that works, two that work.
package main

import (
	"fmt"
	"runtime"
	"runtime/metrics"
	"sync"
	"time"
)

var names = []string{"user", "gc/total", "idle", "scavenge/total", "total"}

func read() []float64 {
	runtime.GC() // brings them up to date
	s := make([]metrics.Sample, len(names))
	v := make([]float64, len(names))
	for i := range names {
		s[i].Name = "/cpu/classes/" + names[i] + ":cpu-seconds"
	}
	metrics.Read(s)
	for i := range s {
		v[i] = s[i].Value.Float64()
	}
	return v
}

func work(workers int, d time.Duration) {
	var wg sync.WaitGroup
	for i := 0; i < workers; i++ {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for start := time.Now(); time.Since(start) < d; {
			}
		}()
	}
	wg.Wait()
}

// The shares of user and idle time of what f takes must be within the bounds.
func measure(what string, f func(), leastIdle, mostIdle float64) {
	before := read()
	start := time.Now()
	f()
	after, wall := read(), time.Since(start).Seconds()
	sum := 0.0
	for i := range after {
		after[i] -= before[i]
		if after[i] < 0 {
			fmt.Println(what, names[i], "goes down:", after[i])
		}
		if i < 4 {
			sum += after[i]
		}
	}
	total := after[4]
	if sum < 0.95*total || sum > 1.05*total {
		fmt.Println(what, "the parts are", sum, "of", total)
	}
	if total < 0.8*2*wall || total > 1.1*2*wall {
		fmt.Println(what, total, "of two Ps for", wall)
	}
	idle := after[2] / total
	if idle < leastIdle || idle > mostIdle {
		fmt.Println(what, "idle:", idle, "user:", after[0]/total, "gc:", after[1]/total)
	}
	fmt.Println(what, "measured")
}

func main() {
	const d = 400 * time.Millisecond
	fmt.Println(runtime.GOMAXPROCS(0))
	measure("sleep", func() { time.Sleep(d) }, 0.7, 1.01)
	measure("one", func() { work(1, d) }, 0.1, 0.6)
	measure("two", func() { work(2, d) }, 0, 0.2)
	measure("sleep again", func() { time.Sleep(d) }, 0.7, 1.01)
}

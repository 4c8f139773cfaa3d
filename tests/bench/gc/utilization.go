// How much of the CPU the collector takes when a program allocates steadily over a live heap:
//
//	utilization.go [MEGABYTES [SECONDS [PERCENT]]]
//
// One goroutine replaces nodes of the live heap, and is idle for so much of its time that it works PERCENT of it.
// What is printed is from runtime/metrics, over the cycles that end in the time. utilization.py has the shares while
// marking, from gctrace. The real Go runs this too.
package main

import (
	"fmt"
	"os"
	"runtime"
	"runtime/metrics"
	"strconv"
	"time"
)

type node struct {
	next *node
	data [6]int
}

var live []*node

var names = []string{
	"/cpu/classes/gc/mark/dedicated:cpu-seconds",
	"/cpu/classes/gc/mark/assist:cpu-seconds",
	"/cpu/classes/gc/mark/idle:cpu-seconds",
	"/cpu/classes/gc/pause:cpu-seconds",
	"/cpu/classes/total:cpu-seconds",
	"/gc/heap/allocs:bytes",
	"/gc/cycles/total:gc-cycles",
}

func read() (v [7]float64) {
	s := make([]metrics.Sample, len(names))
	for i := range s {
		s[i].Name = names[i]
	}
	metrics.Read(s)
	for i := range s {
		if s[i].Value.Kind() == metrics.KindUint64 {
			v[i] = float64(s[i].Value.Uint64())
		} else {
			v[i] = s[i].Value.Float64()
		}
	}
	return v
}

func argument(i, or int) int {
	if len(os.Args) > i {
		if n, err := strconv.Atoi(os.Args[i]); err == nil && n > 0 {
			return n
		}
	}
	return or
}

// A list of 16 nodes of 64 bytes.
func chunk() (list *node) {
	for i := 0; i < 16; i++ {
		list = &node{next: list}
	}
	return list
}

// Works until the time is over, PERCENT of each 10 ms.
func run(d time.Duration, percent int) {
	at := 0
	const period = 10 * time.Millisecond
	for start := time.Now(); time.Since(start) < d; {
		begin := time.Now()
		for time.Since(begin) < period*time.Duration(percent)/100 {
			for i := 0; i < 20; i++ {
				live[at] = chunk()
				at = (at + 7919) % len(live)
			}
		}
		if percent < 100 {
			time.Sleep(period - time.Since(begin))
		}
	}
}

func main() {
	megabytes, seconds, percent := argument(1, 64), argument(2, 5), argument(3, 100)
	live = make([]*node, megabytes<<20/1024)
	for i := range live {
		live[i] = chunk()
	}
	run(time.Duration(seconds)*time.Second/4+1, percent) // until the pacer knows it
	runtime.GC()
	v := read()
	run(time.Duration(seconds)*time.Second, percent)
	w := read()
	for i := range w {
		w[i] -= v[i]
	}
	cycles := w[6]
	if cycles == 0 {
		fmt.Println("no cycle: more seconds, or fewer megabytes")
		os.Exit(1)
	}
	fmt.Printf("%.0f cycles, %.1f MB/s allocated, %d Ps\n", cycles, w[5]/float64(seconds)/(1<<20), runtime.GOMAXPROCS(0))
	fmt.Printf("of all CPU time: workers %.1f%%, assists %.2f%%, idle workers %.1f%%, pauses %.2f%%\n",
		100*w[0]/w[4], 100*w[1]/w[4], 100*w[2]/w[4], 100*w[3]/w[4])
}

// How long it takes to stop the world while goroutines run in tight loops: quantiles of the time of
// ReadMemStats, which stops the world for a moment, and of the collector's pauses.
//
//	GOMAXPROCS=5 vole run tests/bench/stops.go [ROUNDS]
package main

import (
	"fmt"
	"os"
	"runtime"
	"sort"
	"strconv"
	"time"
)

type node struct{ left, right *node }

func tree(depth int) *node {
	if depth == 0 {
		return &node{}
	}
	return &node{tree(depth - 1), tree(depth - 1)}
}

var sink int

func loops() {
	for {
		sink++
	}
}

func calls() {
	var fib func(n int) int
	fib = func(n int) int {
		if n < 2 {
			return n
		}
		return fib(n-1) + fib(n-2)
	}
	for {
		fib(20)
	}
}

func allocates() {
	for {
		tree(10)
	}
}

func sorts() {
	numbers := make([]int, 1000000)
	for {
		x := uint32(1)
		for i := range numbers {
			x = x*1664525 + 1013904223
			numbers[i] = int(x >> 8)
		}
		sort.Ints(numbers)
		if !sort.IntsAreSorted(numbers) {
			panic("not sorted")
		}
	}
}

func quantiles(what string, times []int) {
	sort.Ints(times)
	at := func(q float64) time.Duration { return time.Duration(times[int(q*float64(len(times)-1))]) }
	fmt.Printf("%-12s p50 %v p90 %v p99 %v max %v (%d)\n", what, at(0.5), at(0.9), at(0.99), at(1), len(times))
}

func main() {
	rounds := 300
	if len(os.Args) > 1 {
		rounds, _ = strconv.Atoi(os.Args[1])
	}
	for _, f := range []func(){loops, calls, allocates, sorts} {
		go f()
	}
	time.Sleep(10 * time.Millisecond)
	var stats runtime.MemStats
	var stops, pauses []int
	seen := uint32(0)
	for i := 0; i < rounds; i++ {
		start := time.Now()
		runtime.ReadMemStats(&stats)
		stops = append(stops, int(time.Since(start)))
		for ; seen < stats.NumGC; seen++ {
			if stats.NumGC-seen <= 256 {
				pauses = append(pauses, int(stats.PauseNs[seen%256]))
			}
		}
		if i%10 == 0 {
			runtime.GC()
		}
		time.Sleep(time.Millisecond)
	}
	quantiles("ReadMemStats", stops)
	quantiles("pauses", pauses)
}

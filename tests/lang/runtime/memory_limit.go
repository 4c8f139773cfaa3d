// A program that keeps more and more alive stays within its limit, with GOGC and without.
package main

import (
	"fmt"
	"math"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
)

const limit = 96 << 20

type block [8000]byte

var keep []*block

// What the run time holds and did not give back.
func retained() int64 {
	s := []metrics.Sample{{Name: "/memory/classes/total:bytes"}, {Name: "/memory/classes/heap/released:bytes"}}
	metrics.Read(s)
	return int64(s[0].Value.Uint64() - s[1].Value.Uint64())
}

func run(percent int) {
	debug.SetGCPercent(percent)
	debug.SetMemoryLimit(limit)
	fmt.Println(percent, debug.SetMemoryLimit(-1))
	most := int64(0)
	for target := limit / 10; target < limit/10*8; target += limit / 10 {
		n := target / len(block{})
		for round := 0; round < 3; round++ {
			if len(keep) != n {
				keep = make([]*block, n)
			}
			for i := range keep {
				keep[i] = new(block)
				for j := 0; j < len(block{}); j += 4096 {
					keep[i][j] = byte(i)
				}
				if i%100 == 0 {
					most = max(most, retained())
				}
			}
		}
	}
	// The limit is soft: what allocates may be ahead of who collects for a moment.
	fmt.Println("kept", most <= limit+limit/8, "used", most > limit/2)
	if most > limit+limit/8 {
		fmt.Println(most)
	}
	for i := range keep {
		if keep[i][4096] != byte(i) {
			fmt.Println("lost", i)
		}
	}
	keep = nil
	debug.SetMemoryLimit(math.MaxInt64)
	debug.SetGCPercent(100)
	runtime.GC()
}

func main() {
	fmt.Println(debug.SetMemoryLimit(-1) == math.MaxInt64)
	run(100)
	run(-1)
	fmt.Println(debug.SetMemoryLimit(-5) == math.MaxInt64, debug.SetMemoryLimit(0), debug.SetMemoryLimit(-1))
	for i := 0; i < 20; i++ { // always over a limit of 0, and yet it goes on
		keep = append(keep[:0], new(block))
	}
	fmt.Println(debug.SetMemoryLimit(1<<62), debug.SetMemoryLimit(math.MaxInt64))
}

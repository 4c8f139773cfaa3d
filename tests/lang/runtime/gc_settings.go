// The collector's settings change while goroutines allocate and marking runs.
package main

import (
	"fmt"
	"math"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"sync"
	"sync/atomic"
	"time"
)

type node struct {
	next *node
	data [6]int
}

var live [3]*node
var stop atomic.Bool

func churn(wg *sync.WaitGroup, i int) {
	defer wg.Done()
	for n := 0; !stop.Load(); n++ {
		var list *node
		for j := 0; j < 2000; j++ {
			list = &node{next: list}
			list.data[0] = j
		}
		live[i] = list
		for j := 1999; list != nil; j-- {
			if list.data[0] != j {
				fmt.Println("lost", i, j)
			}
			list = list.next
		}
	}
}

func cycles() uint32 {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.NumGC
}

func held() uint64 {
	s := []metrics.Sample{{Name: "/memory/classes/total:bytes"}, {Name: "/memory/classes/heap/released:bytes"}}
	metrics.Read(s)
	return s[0].Value.Uint64() - s[1].Value.Uint64()
}

// Once SetGCPercent(-1) has returned no mark runs, and none begins.
func off() {
	for i := 0; i < 20; i++ {
		debug.SetGCPercent(20)
		for n := cycles(); cycles() < n+2; {
			time.Sleep(time.Millisecond)
		}
		old := debug.SetGCPercent(-1)
		n := cycles()
		time.Sleep(2 * time.Millisecond)
		if after := cycles(); old != 20 || after != n {
			fmt.Println("off:", old, n, after)
		}
	}
	fmt.Println("off stays off")
}

// Without GOGC a limit alone keeps the heap small, and takes effect while others allocate.
func limit() {
	base := held()
	n := cycles()
	was := debug.SetMemoryLimit(int64(base) + 24<<20)
	most := uint64(0)
	for start := time.Now(); time.Since(start) < 300*time.Millisecond || cycles() < n+3; {
		time.Sleep(time.Millisecond)
		most = max(most, held())
	}
	if most > base+64<<20 {
		fmt.Println("held", most, "with a limit of", base+24<<20)
	}
	fmt.Println("limit", was == math.MaxInt64, cycles() > n, debug.SetMemoryLimit(was) == int64(base)+24<<20)
}

func stats() {
	debug.SetGCPercent(100)
	var s debug.GCStats
	s.PauseQuantiles = make([]time.Duration, 5)
	last := int64(0)
	for i := 0; i < 50; i++ {
		debug.ReadGCStats(&s)
		var sum time.Duration
		for j := range s.Pause {
			sum += s.Pause[j]
			if j > 0 && s.PauseEnd[j].After(s.PauseEnd[j-1]) {
				fmt.Println("the newest is not the first")
			}
		}
		if s.NumGC < last || len(s.Pause) != min(int(s.NumGC), 256) || len(s.PauseEnd) != len(s.Pause) ||
			s.PauseTotal < sum || (s.NumGC <= 256 && s.PauseTotal != sum) {
			fmt.Println("stats:", s.NumGC, last, len(s.Pause), s.PauseTotal, sum)
		}
		q := s.PauseQuantiles
		if q[0] > q[1] || q[1] > q[2] || q[2] > q[3] || q[3] > q[4] || len(s.Pause) > 0 && q[4] <= 0 {
			fmt.Println("quantiles:", q)
		}
		if !s.LastGC.Equal(s.PauseEnd[0]) || time.Since(s.LastGC) < 0 {
			fmt.Println("last:", s.LastGC, s.PauseEnd[0])
		}
		last = s.NumGC
		time.Sleep(time.Millisecond)
	}
	fmt.Println("stats", last > 0)
}

// Many set at once what one wins.
func race() {
	var wg sync.WaitGroup
	for i := 1; i <= 4; i++ {
		wg.Add(1)
		go func(i int) {
			defer wg.Done()
			for n := 0; n < 200; n++ {
				debug.SetGCPercent(i * 50)
				debug.SetMemoryLimit(int64(i) << 30)
				if n%50 == 0 {
					runtime.GC()
				}
			}
		}(i)
	}
	wg.Wait()
	percent, limit := debug.SetGCPercent(100), debug.SetMemoryLimit(math.MaxInt64)
	fmt.Println("race", percent%50, percent/50 >= 1 && percent/50 <= 4, limit%(1<<30), limit>>30 >= 1 && limit>>30 <= 4)
}

func main() {
	var wg sync.WaitGroup
	for i := range live {
		wg.Add(1)
		go churn(&wg, i)
	}
	off()
	limit()
	stats()
	race()
	stop.Store(true)
	wg.Wait()
}

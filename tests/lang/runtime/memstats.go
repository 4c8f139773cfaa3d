// MemStats: the fields agree with each other, and move with what is allocated and freed.
package main

import (
	"fmt"
	"runtime"
	"runtime/debug"
	"sort"
	"time"
)

var keep []*[100]int
var large [][]byte
var tiny []*uint8

func read() (m runtime.MemStats) {
	runtime.ReadMemStats(&m)
	return m
}

// What the fields say of each other.
func identities(m runtime.MemStats) {
	fmt.Println(m.HeapSys == m.HeapInuse+m.HeapIdle, m.HeapIdle >= m.HeapReleased, m.HeapInuse >= m.HeapAlloc)
	fmt.Println(m.Sys == m.HeapSys+m.StackSys+m.MSpanSys+m.MCacheSys+m.BuckHashSys+m.GCSys+m.OtherSys)
	fmt.Println(m.Alloc == m.HeapAlloc, m.HeapObjects == m.Mallocs-m.Frees, m.TotalAlloc >= m.Alloc)
	fmt.Println(m.StackSys >= m.StackInuse, m.MSpanSys >= m.MSpanInuse, m.MCacheSys >= m.MCacheInuse)
	fmt.Println(m.Lookups, m.EnableGC, m.DebugGC, m.GCCPUFraction > 0, m.GCCPUFraction < 1)
	pauses, last := uint64(0), uint64(0)
	for i := uint32(0); i < m.NumGC && i < 256; i++ {
		pauses += m.PauseNs[i]
		if m.PauseEnd[i] > last {
			last = m.PauseEnd[i]
		}
	}
	fmt.Println(pauses == m.PauseTotalNs || m.NumGC > 256, last == m.LastGC)
	fmt.Println(m.PauseNs[(m.NumGC+255)%256] > 0, m.PauseEnd[(m.NumGC+255)%256] == m.LastGC)
	now := uint64(time.Now().UnixNano())
	fmt.Println(m.LastGC <= now, now-m.LastGC < uint64(time.Minute))
	objects, bytes := uint64(0), uint64(0)
	for _, class := range m.BySize {
		objects += class.Mallocs
		bytes += class.Mallocs * uint64(class.Size)
		if class.Frees > class.Mallocs {
			fmt.Println("class", class)
		}
	}
	fmt.Println(objects <= m.Mallocs, bytes <= m.TotalAlloc)
}

func main() {
	runtime.GC()
	a := read()
	identities(a)
	for _, class := range a.BySize {
		fmt.Print(class.Size, " ")
	}
	fmt.Println(len(a.BySize))

	for i := 0; i < 3000; i++ {
		keep = append(keep, new([100]int))
		tiny = append(tiny, new(uint8))
	}
	for i := 0; i < 10; i++ {
		large = append(large, make([]byte, 1<<20))
	}
	runtime.GC()
	b := read()
	identities(b)
	n := sort.Search(len(b.BySize), func(i int) bool { return b.BySize[i].Size >= 800 })
	count := b.BySize[n].Mallocs - a.BySize[n].Mallocs
	fmt.Println(b.BySize[n].Size, count >= 3000 && count < 3020)
	fmt.Println(b.Mallocs-a.Mallocs >= 6010, b.TotalAlloc-a.TotalAlloc >= 3000*896+10<<20)
	fmt.Println(b.HeapAlloc >= a.HeapAlloc+3000*896+10<<20, b.NextGC >= b.HeapAlloc)
	fmt.Println(b.NumGC-a.NumGC >= 1, b.NumForcedGC-a.NumForcedGC)

	keep, tiny, large = nil, nil, nil
	runtime.GC()
	c := read()
	identities(c)
	count = c.BySize[n].Frees - b.BySize[n].Frees
	fmt.Println(count >= 3000 && count < 3020, c.Frees-b.Frees >= 3010)
	fmt.Println(b.HeapAlloc-c.HeapAlloc >= 3000*896+10<<20, c.TotalAlloc >= b.TotalAlloc)
	debug.FreeOSMemory()
	d := read()
	fmt.Println(d.HeapReleased > c.HeapReleased, d.HeapIdle-d.HeapReleased < 2<<20, d.NumForcedGC-c.NumForcedGC)

	// The same from package debug.
	stats := debug.GCStats{PauseQuantiles: make([]time.Duration, 4)}
	debug.ReadGCStats(&stats)
	e := read()
	fmt.Println(stats.NumGC == int64(e.NumGC), stats.PauseTotal == time.Duration(e.PauseTotalNs))
	fmt.Println(stats.LastGC.UnixNano() == int64(e.LastGC), len(stats.Pause) == len(stats.PauseEnd), len(stats.Pause) == int(e.NumGC))
	fmt.Println(uint64(stats.Pause[0]) == e.PauseNs[(e.NumGC+255)%256], stats.PauseEnd[0].Equal(stats.LastGC))
	sorted := append([]time.Duration(nil), stats.Pause...)
	sort.Slice(sorted, func(i, j int) bool { return sorted[i] < sorted[j] })
	for i := 0; i < 3; i++ {
		fmt.Print(stats.PauseQuantiles[i] == sorted[len(sorted)*i/3], " ")
	}
	fmt.Println(stats.PauseQuantiles[3] == sorted[len(sorted)-1])
	for i := 0; i < 300; i++ {
		runtime.GC()
	}
	debug.ReadGCStats(&stats)
	fmt.Println(len(stats.Pause), stats.NumGC >= 300)
	none := debug.GCStats{PauseQuantiles: make([]time.Duration, 1)}
	debug.ReadGCStats(&none)
	fmt.Println(none.PauseQuantiles[0] > 0)
}

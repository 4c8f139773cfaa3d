// Package runtime/metrics: its names, kinds and values, and what values say of each other.
package main

import (
	"fmt"
	"math"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"strings"
)

// What Go 1.21 has of these classes.
var names = []string{
	"/cgo/go-to-c-calls:calls",
	"/cpu/classes/gc/mark/assist:cpu-seconds",
	"/cpu/classes/gc/mark/dedicated:cpu-seconds",
	"/cpu/classes/gc/mark/idle:cpu-seconds",
	"/cpu/classes/gc/pause:cpu-seconds",
	"/cpu/classes/gc/total:cpu-seconds",
	"/cpu/classes/idle:cpu-seconds",
	"/cpu/classes/scavenge/assist:cpu-seconds",
	"/cpu/classes/scavenge/background:cpu-seconds",
	"/cpu/classes/scavenge/total:cpu-seconds",
	"/cpu/classes/total:cpu-seconds",
	"/cpu/classes/user:cpu-seconds",
	"/gc/cycles/automatic:gc-cycles",
	"/gc/cycles/forced:gc-cycles",
	"/gc/cycles/total:gc-cycles",
	"/gc/gogc:percent",
	"/gc/gomemlimit:bytes",
	"/gc/heap/allocs-by-size:bytes",
	"/gc/heap/allocs:bytes",
	"/gc/heap/allocs:objects",
	"/gc/heap/frees-by-size:bytes",
	"/gc/heap/frees:bytes",
	"/gc/heap/frees:objects",
	"/gc/heap/goal:bytes",
	"/gc/heap/live:bytes",
	"/gc/heap/objects:objects",
	"/gc/heap/tiny/allocs:objects",
	"/gc/limiter/last-enabled:gc-cycle",
	"/gc/pauses:seconds",
	"/gc/scan/globals:bytes",
	"/gc/scan/heap:bytes",
	"/gc/scan/stack:bytes",
	"/gc/scan/total:bytes",
	"/gc/stack/starting-size:bytes",
	"/memory/classes/heap/free:bytes",
	"/memory/classes/heap/objects:bytes",
	"/memory/classes/heap/released:bytes",
	"/memory/classes/heap/stacks:bytes",
	"/memory/classes/heap/unused:bytes",
	"/memory/classes/metadata/mcache/free:bytes",
	"/memory/classes/metadata/mcache/inuse:bytes",
	"/memory/classes/metadata/mspan/free:bytes",
	"/memory/classes/metadata/mspan/inuse:bytes",
	"/memory/classes/metadata/other:bytes",
	"/memory/classes/os-stacks:bytes",
	"/memory/classes/other:bytes",
	"/memory/classes/profiling/buckets:bytes",
	"/memory/classes/total:bytes",
	"/sched/gomaxprocs:threads",
	"/sched/goroutines:goroutines",
	"/sched/latencies:seconds",
}

func read(names ...string) []metrics.Sample {
	s := make([]metrics.Sample, len(names))
	for i := range names {
		s[i].Name = names[i]
	}
	metrics.Read(s)
	return s
}

func number(name string) uint64 { return read(name)[0].Value.Uint64() }

// All that begin with prefix, but those named total.
func sum(prefix string) (whole, parts float64) {
	var all []string
	for _, name := range names {
		if strings.HasPrefix(name, prefix) {
			all = append(all, name)
		}
	}
	for _, s := range read(all...) {
		v := 0.0
		if s.Value.Kind() == metrics.KindUint64 {
			v = float64(s.Value.Uint64())
		} else {
			v = s.Value.Float64()
		}
		if strings.HasPrefix(s.Name, prefix+"total:") {
			whole = v
		} else if !strings.HasSuffix(strings.Split(s.Name, ":")[0], "total") {
			parts += v
		}
	}
	return whole, parts
}

func try(name string, f func()) {
	defer func() { fmt.Println(name, recover()) }()
	f()
}

// How often a goroutine's wait for a P was measured.
func latencies() (n uint64) {
	for _, count := range read("/sched/latencies:seconds")[0].Value.Float64Histogram().Counts {
		n += count
	}
	return n
}

func pingPong(rounds int) {
	ping, pong := make(chan int), make(chan int)
	go func() {
		for i := range ping {
			pong <- i
		}
	}()
	for i := 0; i < rounds; i++ {
		ping <- i
		<-pong
	}
	close(ping)
}

var keep [][]byte
var pointers []*[20]int

func main() {
	all := map[string]metrics.Description{}
	last := ""
	for _, d := range metrics.All() {
		if d.Name <= last || d.Description == "" {
			fmt.Println("order or text of", d.Name)
		}
		last = d.Name
		all[d.Name] = d
	}
	for _, s := range read(names...) {
		d, ok := all[s.Name]
		fmt.Println(s.Name, ok, d.Kind, d.Cumulative, s.Value.Kind() == d.Kind)
	}
	bad := read("/no/such:metric")[0].Value
	fmt.Println(bad.Kind() == metrics.KindBad)
	seconds := read("/cpu/classes/user:cpu-seconds")[0].Value
	try("Uint64", func() { seconds.Uint64() })
	try("Float64", func() { bad.Float64() })
	try("Float64Histogram", func() { seconds.Float64Histogram() })
	try("of a bad one", func() { bad.Uint64() })

	// Sums.
	for _, prefix := range []string{"/memory/classes/", "/gc/scan/"} {
		whole, parts := sum(prefix)
		fmt.Println(prefix, whole > 0, whole == parts)
	}
	for i := 0; i < 3; i++ {
		runtime.GC()
	}
	whole, parts := sum("/cpu/classes/")
	fmt.Println("/cpu/classes/", whole > 0, math.Abs(whole-parts) < whole*1e-6)
	s := read("/gc/cycles/automatic:gc-cycles", "/gc/cycles/forced:gc-cycles", "/gc/cycles/total:gc-cycles")
	fmt.Println(s[0].Value.Uint64()+s[1].Value.Uint64() == s[2].Value.Uint64(), s[1].Value.Uint64())

	// What is allocated is counted, by size.
	before := read("/gc/heap/allocs:bytes", "/gc/heap/allocs:objects", "/gc/heap/allocs-by-size:bytes")
	old := append([]uint64(nil), before[2].Value.Float64Histogram().Counts...)
	for i := 0; i < 5000; i++ {
		pointers = append(pointers, new([20]int))
	}
	keep = append(keep, make([]byte, 1<<20))
	runtime.GC() // flushes what Ps counted
	histogram := before[2].Value.Float64Histogram()
	metrics.Read(before[2:])
	fmt.Println("same memory", before[2].Value.Float64Histogram() == histogram)
	for i, n := range histogram.Counts {
		if low := histogram.Buckets[i]; low == 145 {
			fmt.Println(low, histogram.Buckets[i+1], n-old[i] >= 5000 && n-old[i] < 5100)
		} else if math.IsInf(histogram.Buckets[i+1], 1) {
			fmt.Println(low, n > old[i])
		}
	}
	objects := uint64(0)
	for _, n := range histogram.Counts {
		objects += n
	}
	fmt.Println(objects == number("/gc/heap/allocs:objects"))
	fmt.Println(number("/gc/heap/allocs:bytes")-before[0].Value.Uint64() >= 5000*160+1<<20)
	fmt.Println(number("/gc/heap/live:bytes") >= 5000*160+1<<20)
	n := number("/gc/heap/objects:objects")
	pointers, keep = nil, nil
	runtime.GC()
	fmt.Println(n-number("/gc/heap/objects:objects") >= 5000)

	// Buckets.
	fmt.Println(len(histogram.Buckets), histogram.Buckets)
	cycles := number("/gc/cycles/total:gc-cycles") // before the pauses: another may come at any time
	times := read("/gc/pauses:seconds")[0].Value.Float64Histogram()
	fmt.Println(len(times.Counts), len(times.Buckets))
	for i := 0; i < len(times.Buckets); i += 7 {
		fmt.Print(times.Buckets[i], " ")
	}
	fmt.Println(times.Buckets[len(times.Buckets)-2:])
	pauses := uint64(0)
	for _, n := range times.Counts {
		pauses += n
	}
	fmt.Println(pauses >= 2*cycles)

	// Settings.
	fmt.Println(number("/gc/gogc:percent"), number("/gc/gomemlimit:bytes"))
	debug.SetGCPercent(50)
	debug.SetMemoryLimit(1 << 40)
	fmt.Println(number("/gc/gogc:percent"), number("/gc/gomemlimit:bytes"))
	debug.SetGCPercent(-7)
	fmt.Println(number("/gc/gogc:percent"), debug.SetGCPercent(1<<32+30), debug.SetGCPercent(100))
	fmt.Println(number("/gc/stack/starting-size:bytes"), number("/sched/goroutines:goroutines") >= 1)
	waits := latencies()
	pingPong(4000)
	fmt.Println(latencies()-waits >= 4000/8, len(read("/sched/latencies:seconds")[0].Value.Float64Histogram().Counts))
	fmt.Println(number("/sched/gomaxprocs:threads") == uint64(runtime.GOMAXPROCS(0)))
}

// What programs see of the run time: statistics, finalizers, KeepAlive, Caller, settings of the
// collector.
package main

import (
	"fmt"
	"runtime"
	"runtime/debug"
	"strings"
	"time"
)

type big struct {
	data [1000]int
	next *big
}

var sink *big

func garbage(n int) {
	for range n {
		sink = &big{next: nil}
	}
	sink = nil
}

type res struct {
	id   int
	pad  [4]*int
	self *res
}

var finalized = make(map[int]bool)
var saved *res

func makeRes() {
	for i := range 5 {
		r := &res{id: i}
		runtime.SetFinalizer(r, func(r *res) {
			finalized[r.id] = true
			if r.id == 3 {
				saved = r
			}
		})
	}
}

func where() string {
	_, file, line, ok := runtime.Caller(1)
	return fmt.Sprint(file[strings.LastIndex(file, "/")+1:], ":", line, " ", ok)
}

func main() {
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	garbage(1000)
	runtime.GC()
	runtime.ReadMemStats(&after)
	fmt.Println(after.Mallocs-before.Mallocs >= 1000, after.Frees > before.Frees, after.NumGC > before.NumGC, after.TotalAlloc-before.TotalAlloc >= 8000*1000)
	fmt.Println(after.HeapAlloc < before.HeapAlloc+1<<20, after.Sys > 0, after.HeapSys >= after.HeapInuse, after.NextGC > 0)
	makeRes()
	for i := 0; i < 20 && len(finalized) < 5; i++ {
		runtime.GC()
		time.Sleep(time.Millisecond)
	}
	fmt.Println(len(finalized), saved != nil && saved.id == 3)
	k := &res{id: 100}
	runtime.SetFinalizer(k, func(*res) { fmt.Println("too early") })
	runtime.GC()
	runtime.KeepAlive(k)
	runtime.SetFinalizer(k, nil)
	k = nil
	runtime.GC()
	fmt.Println(where(), runtime.NumGoroutine(), runtime.GOOS, runtime.NumCPU() > 0)
	old := debug.SetGCPercent(50)
	fmt.Println(old, debug.SetGCPercent(old))
	debug.FreeOSMemory()
	fmt.Println(strings.HasPrefix(runtime.Version(), "go"), runtime.GOMAXPROCS(0) >= 1)
}

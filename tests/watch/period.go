// With nothing to do, collections come by the clock.
package main

import (
	"fmt"
	"runtime"
	"runtime/debug"
	"time"
)

func cycles() (all, forced int) {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int(m.NumGC), int(m.NumForcedGC)
}

func main() {
	time.Sleep(300 * time.Millisecond)
	all, _ := cycles()
	fmt.Println("before the first", all)
	runtime.GC()
	time.Sleep(1500 * time.Millisecond)
	all, forced := cycles()
	fmt.Println("then", all >= 4, all <= 16, forced)
	debug.SetGCPercent(-1)
	off, _ := cycles()
	time.Sleep(300 * time.Millisecond)
	all, _ = cycles()
	fmt.Println("off", all-off)
	debug.SetGCPercent(100)
	time.Sleep(500 * time.Millisecond)
	all, _ = cycles()
	fmt.Println("on again", all > off)
}

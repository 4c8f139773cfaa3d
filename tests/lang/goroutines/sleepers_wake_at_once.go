// Thousands of goroutines whose timers are due at once, on more Ps than there are CPUs: a P that looks for work runs
// the timers of another and then steals its goroutines.
package main

import (
	"runtime"
	"sync"
	"time"
)

func main() {
	runtime.GOMAXPROCS(8)
	var wg sync.WaitGroup
	for r := 0; r < 20; r++ {
		for i := 0; i < 3000; i++ {
			wg.Add(1)
			go func() { time.Sleep(time.Millisecond); wg.Done() }()
		}
	}
	wg.Wait()
	println("all woke")
}

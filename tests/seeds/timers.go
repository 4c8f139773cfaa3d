package main

import (
	"sync"
	"time"
)

// Timers fire in order, not before their time, and not after they were stopped.
func main() {
	start := time.Now()
	var mu sync.Mutex
	var fired []int
	var wg sync.WaitGroup
	for _, ms := range []int{5, 1, 4, 2, 3} {
		wg.Add(1)
		time.AfterFunc(time.Duration(ms)*time.Second, func() {
			defer wg.Done()
			if time.Since(start) < time.Duration(ms)*time.Second {
				panic("too early")
			}
			mu.Lock()
			fired = append(fired, ms)
			mu.Unlock()
		})
	}
	stopped := time.AfterFunc(1500*time.Millisecond, func() { panic("it was stopped") })
	reset := time.NewTimer(time.Hour)
	wg.Add(1)
	go func() {
		defer wg.Done()
		time.Sleep(time.Second)
		if !stopped.Stop() {
			panic("Stop came too late")
		}
		reset.Reset(time.Millisecond)
	}()
	<-reset.C
	ticker := time.NewTicker(300 * time.Millisecond)
	for range 3 {
		<-ticker.C
	}
	ticker.Stop()
	wg.Wait()
	for i, ms := range fired {
		if ms != i+1 {
			panic("out of order")
		}
	}
}

package main

import (
	"sync"
	"time"
)

// A WaitGroup that is one short, after timers have come and gone.
//
// want: fatal error: all goroutines are asleep - deadlock!
func main() {
	var wg sync.WaitGroup
	wg.Add(4)
	for i := range 3 {
		go func() {
			time.Sleep(time.Duration(i) * time.Hour)
			wg.Done()
		}()
	}
	wg.Wait()
}

package main

import (
	"runtime"
	"sync"
)

// Two locks in two orders: both goroutines get both, or nobody goes on and that is noticed.
//
// want: fatal error: all goroutines are asleep - deadlock!
func main() {
	var a, b sync.Mutex
	var wg sync.WaitGroup
	held := make(chan bool, 2)
	take := func(x, y *sync.Mutex) {
		defer wg.Done()
		x.Lock()
		held <- true
		for len(held) < 2 {
			runtime.Gosched()
		}
		y.Lock()
	}
	wg.Add(2)
	go take(&a, &b)
	go take(&b, &a)
	wg.Wait()
}

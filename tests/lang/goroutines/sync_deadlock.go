// A deadlock of goroutines that wait for locks, conditions and groups, with their traceback.
package main

import "sync"

func main() {
	var mu sync.Mutex
	var rw sync.RWMutex
	var wg sync.WaitGroup
	cond := sync.NewCond(&mu)
	wg.Add(1)
	rw.Lock()
	go func() {
		rw.RLock()
	}()
	go func() {
		mu.Lock()
		cond.Wait()
	}()
	wg.Wait()
}

package main

import (
	"runtime"
	"sync"
	"sync/atomic"
)

// Readers see whole writes; writers are alone.
func main() {
	var mu sync.RWMutex
	var readers, writers atomic.Int32
	a, b := 0, 0
	var wg sync.WaitGroup
	for range 3 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for range 4 {
				mu.RLock()
				readers.Add(1)
				if writers.Load() != 0 || a != b {
					panic("a reader and a writer")
				}
				runtime.Gosched()
				if a != b {
					panic("half a write")
				}
				readers.Add(-1)
				mu.RUnlock()
			}
		}()
	}
	for range 2 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for range 3 {
				mu.Lock()
				if writers.Add(1) != 1 || readers.Load() != 0 {
					panic("a writer is not alone")
				}
				a++
				runtime.Gosched()
				b++
				writers.Add(-1)
				mu.Unlock()
			}
		}()
	}
	wg.Wait()
	if a != 6 || b != 6 || !mu.TryLock() {
		panic("wrong in the end")
	}
}

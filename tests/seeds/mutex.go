package main

import (
	"runtime"
	"sync"
	"time"
)

// A mutex excludes, and a waiter gets it although others take it again and again.
func main() {
	var mu sync.Mutex
	inside, count, hogs := 0, 0, 0
	stop := false
	var wg sync.WaitGroup
	for range 2 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for {
				mu.Lock()
				inside++
				if inside != 1 {
					panic("not alone")
				}
				hogs++
				runtime.Gosched()
				inside--
				done := stop
				mu.Unlock()
				if done {
					return
				}
			}
		}()
	}
	for range 3 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for range 3 {
				time.Sleep(10 * time.Microsecond)
				mu.Lock()
				inside++
				if inside != 1 {
					panic("not alone")
				}
				count++
				if count == 9 {
					stop = true
				}
				inside--
				mu.Unlock()
			}
		}()
	}
	wg.Wait()
	if count != 9 || inside != 0 || !mu.TryLock() {
		panic("wrong in the end")
	}
}

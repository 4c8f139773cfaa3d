package main

import (
	"fmt"
	"runtime"
	"sync"
)

// Once: one call, finished before anybody goes on; OnceValue; a call that panics.
func main() {
	var once sync.Once
	calls, ready := 0, false
	value := sync.OnceValue(func() int { calls++; runtime.Gosched(); return 42 })
	bad := sync.OnceFunc(func() { panic("bad") })
	var wg sync.WaitGroup
	for range 6 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			once.Do(func() {
				calls++
				for range 20 {
					runtime.Gosched()
				}
				ready = true
			})
			if !ready || value() != 42 {
				panic("not done")
			}
			func() {
				defer func() {
					if fmt.Sprint(recover()) != "bad" {
						panic("no panic")
					}
				}()
				bad()
			}()
		}()
	}
	wg.Wait()
	if calls != 2 {
		panic(calls)
	}
}

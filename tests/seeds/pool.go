package main

import (
	"runtime"
	"sync"
)

// A pool never gives the same object to two at once.
func main() {
	type buffer struct {
		owner int
		data  [4]int
	}
	made := 0
	pool := sync.Pool{New: func() any { made++; return &buffer{owner: -1} }}
	var wg sync.WaitGroup
	for g := range 4 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for i := range 5 {
				b := pool.Get().(*buffer)
				if b.owner != -1 {
					panic("it is another's")
				}
				b.owner = g
				runtime.Gosched()
				if i == 2 && g == 0 {
					runtime.GC()
				}
				if b.owner != g {
					panic("it was taken away")
				}
				b.owner = -1
				pool.Put(b)
			}
		}()
	}
	wg.Wait()
	if made > 20 {
		panic(made)
	}
}

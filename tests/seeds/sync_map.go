package main

import (
	"sync"
	"sync/atomic"
)

// sync.Map: one LoadOrStore wins, deletes and swaps are seen once.
func main() {
	var m sync.Map
	var stored, deleted atomic.Int32
	var wg sync.WaitGroup
	for g := range 4 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for k := range 4 {
				v, loaded := m.LoadOrStore(k, g)
				if !loaded {
					stored.Add(1)
				}
				if now, ok := m.Load(k); ok && now != v {
					panic("it changed")
				}
			}
		}()
	}
	wg.Wait()
	if stored.Load() != 4 {
		panic(stored.Load())
	}
	for range 3 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for k := range 4 {
				if _, ok := m.LoadAndDelete(k); ok {
					deleted.Add(1)
				}
			}
		}()
	}
	wg.Wait()
	m.Range(func(k, v any) bool { panic("not empty") })
	if deleted.Load() != 4 {
		panic(deleted.Load())
	}
}

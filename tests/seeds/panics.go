package main

import (
	"fmt"
	"runtime"
	"sync"
)

// Panics that are recovered, Goexit, deferred calls in order, in goroutines that others wait for.
func main() {
	var wg sync.WaitGroup
	results := make(chan string, 9)
	for g := range 3 {
		wg.Add(3)
		go func() {
			defer wg.Done()
			defer func() { results <- fmt.Sprint("r", recover()) }()
			runtime.Gosched()
			panic(g)
		}()
		go func() {
			defer wg.Done()
			defer func() { results <- fmt.Sprint("e", recover()) }()
			defer runtime.Gosched()
			runtime.Goexit()
		}()
		go func() {
			defer wg.Done()
			order := ""
			defer func() { results <- order }()
			for i := range 3 {
				defer func() { order += fmt.Sprint(i); runtime.Gosched() }()
			}
			var m map[int]int
			defer func() { _ = recover().(error) }()
			m[g] = 1
		}()
	}
	wg.Wait()
	close(results)
	count := map[string]int{}
	for r := range results {
		count[r]++
	}
	if count["e<nil>"] != 3 || count["210"] != 3 || count["r0"] != 1 || count["r1"] != 1 || count["r2"] != 1 {
		panic(fmt.Sprint(count))
	}
}

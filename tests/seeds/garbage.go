package main

import (
	"runtime"
	"sync"
)

// Lists are built, handed over and checked while collections run.
type node struct {
	next *node
	v    int
}

func main() {
	ch := make(chan *node, 1)
	var wg sync.WaitGroup
	for range 3 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for range 3 {
				var list *node
				for i := range 20 {
					list = &node{list, i}
				}
				ch <- list
			}
		}()
	}
	wg.Add(1)
	go func() {
		defer wg.Done()
		for range 2 {
			runtime.GC()
		}
	}()
	go func() { wg.Wait(); close(ch) }()
	count := 0
	for list := range ch {
		i := 20
		for n := list; n != nil; n = n.next {
			if i--; n.v != i {
				panic("broken list")
			}
		}
		if i != 0 {
			panic("short list")
		}
		count++
	}
	if count != 9 {
		panic(count)
	}
}

// Four goroutines allocate lists: what the lines of GODEBUG are looked at of.
package main

import (
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
	"strconv"
	"sync"
)

type node struct {
	next *node
	data [6]int
}

func build(n int) *node {
	var list *node
	for i := 0; i < n; i++ {
		list = &node{next: list}
	}
	return list
}

var live [4]*node

func main() {
	rounds := 100
	if len(os.Args) > 1 {
		rounds, _ = strconv.Atoi(os.Args[1])
	}
	var wg sync.WaitGroup
	for i := range live {
		wg.Add(1)
		go func(i int) {
			defer wg.Done()
			for r := 0; r < rounds; r++ {
				live[i] = build(10000)
			}
		}(i)
	}
	wg.Wait()
	runtime.GC()
	var s debug.GCStats
	debug.ReadGCStats(&s)
	fmt.Println(s.NumGC > 0)
}

package main

import (
	"bytes"
	"fmt"
	"os"
	"runtime"
	"strconv"
	"sync"
)

// resident returns the memory of the process, in bytes; pages have 4 KiB.
func resident() int {
	status, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		panic(err)
	}
	pages, err := strconv.Atoi(string(bytes.Fields(status)[1]))
	if err != nil {
		panic(err)
	}
	return pages * 4096
}

// As many goroutines as asked for wait in a chain: what one gets it passes on with one more. Parked
// they cost no more than 4 KiB each, all that belongs to them included.
func main() {
	count, _ := strconv.Atoi(os.Args[1])
	before := resident()
	var wg sync.WaitGroup
	first := make(chan int)
	in := first
	for range count {
		out := make(chan int)
		wg.Add(1)
		go func(in, out chan int) {
			defer wg.Done()
			out <- 1 + <-in
		}(in, out)
		in = out
	}
	for range 3 { // all have come to their channel
		runtime.Gosched()
	}
	runtime.GC()
	each := (resident() - before) / count
	fmt.Println(runtime.NumGoroutine() == count+1, each <= 4096)
	if each > 4096 {
		fmt.Println(each, "bytes each")
	}
	go func() { first <- 0 }()
	fmt.Println(<-in == count)
	wg.Wait()
	for runtime.NumGoroutine() > 1 {
		runtime.Gosched()
	}
	fmt.Println("over")
}

// Goroutines that are blocked for ever: nobody takes their results.
package main

import (
	"os"
	"runtime"
	"runtime/debug"
)

type result struct{ rows []int }

func query(out chan *result) {
	r := &result{rows: make([]int, 10000)}
	out <- r
}

func first() *result {
	out := make(chan *result)
	for i := 0; i < 10; i++ {
		go query(out)
	}
	return <-out
}

func main() {
	r := first()
	for i := 0; i < 100; i++ {
		runtime.Gosched()
	}
	dump()
	runtime.KeepAlive(r)
}

func dump() {
	f, err := os.Create(os.Args[1])
	if err != nil {
		panic(err)
	}
	debug.WriteHeapDump(f.Fd())
	f.Close()
}

// The stacks of all goroutines are read while others run, wait, come and go.
package main

import (
	"fmt"
	"runtime"
	"strings"
	"sync/atomic"
)

var (
	stop    atomic.Bool
	started atomic.Int32
)

func deep(n int) int {
	if n == 0 {
		return 0
	}
	return deep(n-1) + 1
}

func spin(done chan bool) {
	started.Add(1)
	for !stop.Load() {
		deep(50)
	}
	done <- true
}

func wait(c chan bool) {
	started.Add(1)
	<-c
}

func main() {
	runtime.GOMAXPROCS(4)
	done, never := make(chan bool), make(chan bool)
	for range 3 {
		go spin(done)
	}
	go wait(never)
	for started.Load() < 4 {
		runtime.Gosched()
	}
	complete := 0
	for i := range 30 {
		go deep(i)
		buf := make([]byte, 1<<16)
		text := string(buf[:runtime.Stack(buf, true)])
		if strings.HasPrefix(text, "goroutine 1 [running]:\n") &&
			strings.Count(text, "main.spin(") == 3 && strings.Count(text, "[running]") == 1 && strings.Count(text, "main.wait(") == 1 {
			complete++
		}
	}
	stop.Store(true)
	for range 3 {
		<-done
	}
	fmt.Println(complete)
}

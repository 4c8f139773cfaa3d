// One goroutine reads a map that another writes, at the same time sooner or later.
package main

import (
	"runtime"
	"time"
)

func main() {
	runtime.GOMAXPROCS(4)
	m := map[int]int{}
	go func() {
		n := 0
		for k := 0; ; k++ {
			n += m[k%1000]
		}
	}()
	for i := 0; i < 1; i++ {
		go func() {
			for {
				for k := 0; k < 1000; k++ {
					m[k] = k
				}
			}
		}()
	}
	time.Sleep(20 * time.Second)
}

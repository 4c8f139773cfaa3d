// Two goroutines write to one map, at the same time sooner or later.
package main

import (
	"runtime"
	"time"
)

func main() {
	runtime.GOMAXPROCS(4)
	m := map[int]int{}
	for i := 0; i < 2; i++ {
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

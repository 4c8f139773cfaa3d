// Goroutines locked to threads, some for good, exchange values with others.
package main

import (
	"fmt"
	"runtime"
	"sync"
	"time"
)

func main() {
	runtime.LockOSThread()
	var wg sync.WaitGroup
	c := make(chan int)
	for i := 0; i < 8; i++ {
		wg.Add(1)
		go func() {
			defer wg.Done()
			if i%2 == 0 {
				runtime.LockOSThread()
				if i%4 == 0 {
					defer runtime.UnlockOSThread()
				}
			}
			for j := 0; j < 50; j++ {
				c <- j
				if j%10 == 0 {
					time.Sleep(50 * time.Microsecond)
				}
				runtime.Gosched()
			}
		}()
	}
	go func() { wg.Wait(); close(c) }()
	s := 0
	for x := range c {
		s += x
	}
	runtime.UnlockOSThread()
	fmt.Println(s)
}

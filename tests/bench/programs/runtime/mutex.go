package main

import (
	"fmt"
	"os"
	"runtime"
	"strconv"
	"sync"
)

func argN(def int) int {
	if len(os.Args) > 1 {
		v, err := strconv.Atoi(os.Args[1])
		if err == nil {
			return v
		}
	}
	return def
}

// Four goroutines on two threads take one mutex N times in all.
func main() {
	n := argN(2000000)
	runtime.GOMAXPROCS(2)
	var lock sync.Mutex
	var wait sync.WaitGroup
	sum := 0
	for k := 0; k < 4; k++ {
		wait.Add(1)
		go func() {
			for i := 0; i < n/4; i++ {
				lock.Lock()
				sum += i
				lock.Unlock()
			}
			wait.Done()
		}()
	}
	wait.Wait()
	fmt.Println(sum)
}

package main

import "sync"

func main() {
	defer func() {
		println("deferred, but not run")
		recover()
	}()
	var mu sync.Mutex
	mu.Lock()
	mu.Unlock()
	mu.Unlock()
}

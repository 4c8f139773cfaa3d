// Unlock of an unlocked Mutex ends the program: no deferred call runs.
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

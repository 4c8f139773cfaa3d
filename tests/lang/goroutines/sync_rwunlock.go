// Unlock of an RWMutex that is not locked ends the program.
package main

import "sync"

func main() {
	var rw sync.RWMutex
	rw.Lock()
	rw.Unlock()
	rw.Unlock()
}

// What is in an arena has no finalizer.
package main

import (
	"arena"
	"runtime"
)

func main() {
	runtime.SetFinalizer(arena.New[[3]*int](arena.NewArena()), func(*[3]*int) {})
}

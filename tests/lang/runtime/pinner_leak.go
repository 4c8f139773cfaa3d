// A Pinner that is lost with its pins ends the program.
package main

import (
	"runtime"
	"time"
)

//go:noinline
func lose() {
	p := new(runtime.Pinner)
	p.Pin(new(int))
}

//go:noinline
func clobber(depth int) int {
	var words [64]int
	if depth > 0 {
		return clobber(depth-1) + words[depth%64]
	}
	return 0
}

func main() {
	lose()
	clobber(50)
	for i := 0; i < 400; i++ {
		runtime.GC()
		time.Sleep(time.Millisecond)
	}
	println("still here")
}

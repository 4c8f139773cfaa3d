// A finalizer has run when the third collection after its object's end returns, though the goroutine that runs finalizers
// was asleep.
package main

import (
	"fmt"
	"runtime"
)

type object struct{ words [8]int }

type holder struct{ o *object }

var phase, ranIn int

func collect() {
	for range 3 {
		runtime.GC()
	}
	phase++
}

func use(h *holder) {
	collect() // meanwhile that goroutine falls asleep
	runtime.KeepAlive(h)
	collect()
}

func main() {
	var h holder
	h.o = &object{}
	runtime.SetFinalizer(h.o, func(*object) { ranIn = phase })
	use(&h)
	collect()
	collect()
	fmt.Println(ranIn == 1)
}

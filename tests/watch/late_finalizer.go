// A finalizer has run when the third collection after its object's end returns, though the goroutine that runs finalizers
// was asleep.
package main

import "runtime"

type object struct{ words [8]int }

func collect() {
	for range 3 {
		runtime.GC()
	}
}

func main() {
	ran := false
	func() {
		o := &object{}
		runtime.SetFinalizer(o, func(*object) { ran = true })
		collect() // meanwhile that goroutine falls asleep
		runtime.KeepAlive(o)
	}()
	collect()
	println(ran)
}

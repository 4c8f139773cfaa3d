// Finalizers that are due have run when runtime.GC returns; one that waits, or never ends, does not keep it from returning.
package main

import (
	"fmt"
	"runtime"
	"sync/atomic"
)

type object struct{ words [8]int }

func drop(f func(*object)) {
	runtime.SetFinalizer(&object{}, f)
}

func collect() {
	for range 3 {
		runtime.GC()
	}
}

func main() {
	late := 0
	for range 150 {
		var ran atomic.Bool
		drop(func(*object) { ran.Store(true) })
		collect()
		if !ran.Load() {
			late++
		}
	}
	fmt.Println("late:", late)

	// Collections inside of a finalizer do not wait for it.
	var inside atomic.Bool
	drop(func(*object) { runtime.GC(); inside.Store(true) })
	collect()
	for !inside.Load() {
		runtime.Gosched()
	}
	fmt.Println("collected inside of a finalizer")

	wait, waited := make(chan bool), make(chan bool)
	drop(func(*object) { <-wait; waited <- true })
	collect()
	fmt.Println("returned while a finalizer waits")
	wait <- true
	<-waited

	var stop atomic.Bool
	drop(func(*object) {
		for !stop.Load() {
		}
		waited <- true
	})
	collect()
	fmt.Println("returned while a finalizer runs on")
	stop.Store(true)
	<-waited
}

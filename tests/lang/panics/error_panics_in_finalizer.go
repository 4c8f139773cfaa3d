// A finalizer panics with a value whose Error method panics with an error.
package main

import (
	"errors"
	"runtime"
)

type failure struct{}

func (failure) Error() string { panic(errors.New("an error in Error")) }

func main() {
	object := new([4]int)
	runtime.SetFinalizer(object, func(*[4]int) { panic(failure{}) })
	object = nil
	for {
		runtime.GC()
	}
}

// A misuse of SetFinalizer.
package main

import "runtime"

type T struct {
	p    *T
	a, b int
}

// It must take the object.

func main() {
	defer func() { recover() }() // no panic: nothing helps
	runtime.SetFinalizer(new(T), func() {})
}

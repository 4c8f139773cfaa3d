// A misuse of SetFinalizer.
package main

import "runtime"

type T struct {
	p    *T
	a, b int
}

// A nil pointer points to no object.

func main() {
	defer func() { recover() }() // no panic: nothing helps
	runtime.SetFinalizer((*T)(nil), nil)
}

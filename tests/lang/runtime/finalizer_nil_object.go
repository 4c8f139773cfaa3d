// A misuse of SetFinalizer.
package main

import "runtime"

type T struct {
	p    *T
	a, b int
}

// nil has no type.

func main() {
	defer func() { recover() }() // no panic: nothing helps
	runtime.SetFinalizer(nil, nil)
}

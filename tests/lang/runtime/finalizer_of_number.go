// A misuse of SetFinalizer.
package main

import "runtime"

type T struct {
	p    *T
	a, b int
}

// Numbers have none.

func main() {
	defer func() { recover() }() // no panic: nothing helps
	runtime.SetFinalizer(7, nil)
}

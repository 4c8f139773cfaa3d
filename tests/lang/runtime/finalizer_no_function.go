// A misuse of SetFinalizer.
package main

import "runtime"

type T struct {
	p    *T
	a, b int
}

type F int

func main() {
	defer func() { recover() }() // no panic: nothing helps
	runtime.SetFinalizer(new(T), F(3))
}

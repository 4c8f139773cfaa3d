// A misuse of SetFinalizer.
package main

import "runtime"

type T struct {
	p    *T
	a, b int
}

type I interface{ M() }

func main() {
	defer func() { recover() }() // no panic: nothing helps
	runtime.SetFinalizer(new(T), func(I) {})
}

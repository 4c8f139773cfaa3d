// An Error method that calls itself without end: the goroutine's stack overflows.
package main

import "runtime/debug"

type failure struct{}

func (f failure) Error() string { return f.Error() + "." }

func main() {
	debug.SetMaxStack(1 << 20)
	panic(failure{})
}

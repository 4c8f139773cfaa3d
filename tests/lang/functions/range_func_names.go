// The names of the bodies of loops over functions, and of literals in and beside them.
package main

import (
	"fmt"
	"runtime"
)

//go:noinline
func where() {
	pc, _, line, _ := runtime.Caller(1)
	fmt.Println(runtime.FuncForPC(pc).Name(), line)
}

type T int

//go:noinline
func (t *T) m() {
	for range func(yield func() bool) { recover(); where(); func() { recover(); where() }(); yield() } {
		func() { recover(); where(); func() { recover(); where() }() }()
		for range func(yield func() bool) { recover(); where(); yield() } {
			recover()
			where()
			func() { recover(); where(); func() { recover(); where() }() }()
		}
		recover()
		where()
	}
	func() { recover(); where() }()
}

var g = func() int {
	recover()
	for range func(yield func() bool) { recover(); where(); yield() } {
		recover()
		where()
		func() { recover(); where() }()
	}
	return 1
}()

//go:noinline
func generic[P any](x P) {
	for range func(yield func() bool) { recover(); where(); yield() } {
		recover()
		where()
		func() { recover(); where() }()
	}
}

func main() {
	recover()
	where()
	func() {
		recover()
		where()
		for range func(yield func() bool) { recover(); where(); yield() } {
			recover()
			where()
			func() { recover(); where() }()
		}
	}()
	new(T).m()
	generic(1)
}

// Type arguments of what has no type parameters, and generic functions in parentheses.
package main

import "fmt"

func trace[T any](n int, v T) T { return v }

func main() {
	_ = string[int]("a")
	_ = fmt.Stringer[int](nil)
	_ = []error[string]{}
	var c any[int, string]
	_ = c
	_ = (trace)(65, 1)
	((trace))(1, "a")
	_ = (trace[int])(65, 1)
	var f func(int, int) int = (trace)
	_ = f
}

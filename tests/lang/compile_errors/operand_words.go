// How operands of type any, and types of structs and interfaces are written; constraints.
package main

type m interface{ M() }
type number int

func exact[T int | string]() {}
func with_method[T interface {
	M()
	~int
}]()                         {}
func slice[S ~[]E, E any](S) {}
func two[T any](T, T)        {}

func main() {
	var v any
	var i m
	var x int = v
	_ = i.(struct {
		A, B int `tag`
		C    error
	})
	_ = i.(interface{ N(a, b int) string }) + 1
	exact[number]()
	with_method[string]()
	slice(1)
	slice(x)
	two(1, "a")
	v.f()
}

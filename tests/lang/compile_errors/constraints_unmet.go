// Type arguments that do not satisfy their constraints, in generic code too.
package main

import "fmt"

type number interface{ ~int | ~float64 }
type set[K comparable] map[K]bool
type named int

func sum[T number](x ...T) (s T)                { return }
func exact[T int | string](x T)                 {}
func show[T fmt.Stringer](x T)                  {}
func keys[M ~map[K]V, K comparable, V any](m M) {}

func outer[T any, N ~int](x T, n N) {
	sum(x)
	sum(n)
	var s set[T]
	var t set[N]
	show(n)
	_, _ = s, t
}

func main() {
	sum("a")
	exact(named(1))
	show(1)
	keys(1)
	var s set[[]int]
	_ = s
	outer(1, 2)
}

// Types that contain themselves through aliases, instances, array lengths and constraints.
package main

import "unsafe"

type H = I
type I struct{ h H }
type J[T any] struct{ x J[T] }
type K struct{ l L[K] }
type L[T any] struct{ x T }
type M [len(v)]int

var v M

func f[P P, Q P]() {}

func main() {
	var x struct{ f func(*[unsafe.Sizeof(x)]int) }
}

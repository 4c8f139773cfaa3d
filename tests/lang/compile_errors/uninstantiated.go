// Generic types and functions without type arguments, where a value or a type of any kind would do.
package main

type G[T any] struct{ x T }

func f[T any]() {}

func g() { return f }

func main() {
	_ = &G
	_ = G(1)
	_ = new(G)
	_ = G + 1
	_ = f.x
	f.x()
	_ = *f
	_ = (G)[int]{}
	f()
}

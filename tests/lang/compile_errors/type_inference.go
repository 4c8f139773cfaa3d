// Type arguments that cannot be inferred, and those that do not match.
package main

func one[T any]() (x T)                     { return }
func two[T any](x, y T)                     {}
func conv[T, U any](f func(T) U, x T) (u U) { return }
func id[T any](x T) T                       { return x }
func most[A, B, C any](a A) (b B, c C)      { return }

func main() {
	one()
	two(1, "a")
	two(int8(1), int16(2))
	conv(id, "a")
	conv(one, 1)
	_ = id
	var f func(int) string = id
	x := most[int, string]
	id[int, int](1)
	id(nil)
	_, _ = f, x
}

// Lengths and sizes that vary with type arguments are no constants: what divides by zero panics.
package main

import (
	"fmt"
	"unsafe"
)

func size[T any](x T) uintptr { return 16 / (unsafe.Sizeof(x) - 4) }
func div[T [4]int | [5]int](x T) (r int) {
	defer func() { fmt.Println(recover()) }()
	return 1 / (len(x) - 4)
}
func at[T [4]int | [5]int](x T) int { return x[len(x)-3] }

type s[T any] struct {
	a T
	b int8
}

func off[T any](x s[T]) (uintptr, uintptr) { return unsafe.Offsetof(x.b), unsafe.Alignof(x) }

func main() {
	fmt.Println(size(int64(1)), size(""))
	fmt.Println(off(s[int16]{}))
	fmt.Println(div([4]int{}), div([5]int{}))
	fmt.Println(at([4]int{1, 2, 3, 4}))
}

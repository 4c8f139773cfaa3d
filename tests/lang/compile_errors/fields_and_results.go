// Unknown fields and methods, calls without a result used as values, constants that overflow small
// types.
package main

import "fmt"

type T struct{ a int }

func noResult() {}

func two() (int, int) { return 1, 2 }

func main() {
	var t T
	t.b = 1
	t.c()
	T{b: 1}.a = 2
	x := noResult()
	y := two()
	var u uint8 = 256
	var v int8 = -129
	t()
	fmt.Println(x, y, u, v, -"s", !1)
}

// Operations on operands of the wrong kind: indices, shifts, counts of values, map keys,
// dereferences.
package main

import "fmt"

type T struct{ a int }

func main() {
	var t T
	h := "abc"[10]
	d := 1 << -1
	a, b := 1
	_ = map[[]int]string{}
	_ = t[0]
	fmt.Println(*t, &1, h, d, a, b)
	new(int)
	copy(1, 2)
}

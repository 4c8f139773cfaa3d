// Constants that do not fit: overflow, truncation, division by zero, negative lengths, indices out
// of range.
package main

import "fmt"

const big = 1 << 100

func main() {
	var a int = big
	var b uint = -1
	c := 10 / 0
	var e [3]int
	e[5] = 1
	var g float32 = 1e100
	var n [-1]int
	i := 5 % 2.5
	fmt.Println(a, b, c, e, g, n, i, int8(200), 1.5<<2)
}

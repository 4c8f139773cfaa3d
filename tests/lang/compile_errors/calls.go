// Calls with wrong arguments: of functions with a variable number of them, of built-in functions,
// of packages.
package main

import (
	"fmt"
	"strings"
)

func v(xs ...int) {}

func main() {
	v([]int{1})
	v(1, []int{1}...)
	v([]string{"a"}...)
	len()
	append(1, 2)
	append([]int{}, "s")
	make(int)
	strings.Repeat("a")
	fmt.Println(cap(map[int]int{}), make([]int), strings.nope())
}

// Expressions that stand as statements and are not used.
package main

import "fmt"

func f() int { return 1 }

func main() {
	1 + 2
	f
	"s"
	f() == 1
	fmt.Sprint
	len("abc")
	append([]int{}, 1)
	-f()
	f()
	_ = f
	x := f
}

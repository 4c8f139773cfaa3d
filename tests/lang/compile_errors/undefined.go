// Names that nothing declares: variables, functions of packages, types.
package main

import "fmt"

func main() {
	x := 1
	fmt.Println(y)
	fmt.Printl(x)
	z.foo()
	var t missing
	_ = t
}

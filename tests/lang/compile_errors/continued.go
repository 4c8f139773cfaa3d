// Errors beside which Go's compiler goes on: bad literals, a third variable of a range clause.
package main

func f() int {
	for i, j, k := range []int{} {
	}
	x := 0x
	var y int = "s"
	return "a"
}

func main() {
	f()
	g(08, 'ab', "\q")
}

// A panic while a package variable is initialized: the traceback names init.
package main

import "fmt"

var table = build(3)

func build(n int) []int {
	t := make([]int, n)
	t[n] = 1
	return t
}

func main() { fmt.Println("unreachable", table) }

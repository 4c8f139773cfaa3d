// Values of a wrong type: assigned, added, passed, returned, used as an interface or as a
// condition.
package main

import "fmt"

type T struct{ a int }

func (t *T) m() {}

type I interface{ m() }

func f(a int, s string) (int, error) { return a, nil }

func main() {
	var i int = "s"
	var s string = 5
	i = 1.5
	s = s + 1
	i = i + s
	f(1)
	f(1, "a", 2)
	var x I = T{}
	a, b := f("x", 1)
	fmt.Println(i, s, x, a, b)
	if i {
	}
}

// Names that are declared twice: fields, parameters, functions, methods, types, variables.
package main

import "fmt"

type T struct {
	a int
	a string
}

func f(x int, x string) {}
func f()                {}

func (T) m() {}
func (T) m() {}
func (T) a() {}

type T int

var v, w = 1
var v = 2

func main() {
	x := 1
	x := 2
	var x int
	const c = 1
	c = 2
	fmt.Println(x)
	switch x {
	case 1:
	case 1:
	}
	_ = map[string]int{"a": 1, "a": 2}
	_ = []int{0: 1, 0: 2}
	_ = T{}
}

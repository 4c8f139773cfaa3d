// Package variables are initialized in the order of what they need, through functions, methods and
// closures.
package main

import "fmt"

var (
	a = c + b
	b = f("b", 2)
	c = f("c", d)
	d = 10
)

var x, y = pair("xy")
var _ = f("blank", 0)
var table = map[string]func() int{"late": func() int { return later }}
var later = f("later", 5)

var first = useMethod()

type T struct{ n int }

func (t T) get() int { return t.n + viaMethod }

var viaMethod = f("viaMethod", 3)

func useMethod() int { return T{1}.get() }

func f(name string, n int) int {
	fmt.Print(name, " ")
	count++
	return n
}

var count int

func pair(s string) (int, string) {
	fmt.Print("pair ")
	return 1, s
}

func init() {
	fmt.Println("\ninit 1", a, b, c, d, count)
	a = 100
}

func init() {
	fmt.Println("init 2", a, x, y, first)
}

var arr = [...]string{idx: "last"}

const idx = 3

type node struct {
	name string
	next *node
}

var ring = &node{"a", &node{"b", nil}}

func main() {
	fmt.Println("main", table["late"](), len(arr), ring.next.name)
}

func init() { fmt.Println("init 3") }

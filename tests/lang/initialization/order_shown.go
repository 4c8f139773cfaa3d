// The order in which operands, calls and package variables are evaluated, shown by what they print.
package main

import "fmt"

func t(s string, v int) int { fmt.Print(s, " "); return v }

var (
	a    = b + t("a", 1)
	b    = t("b", 2)
	c, d = t("c", 3), t("d", 4)
	_    = t("blank", 0)
	e    = func() int { return f2() }()
	g    = t("g", 7)
)

func f2() int { return g + t("f2", 1) }
func init()   { fmt.Print("init1 ") }
func init()   { fmt.Println("init2", a, b, c, d, e, g) }

type T struct {
	a, b int
	c    []int
}

func (t2 T) m(x int) T { fmt.Print("m", x, " "); return t2 }
func main() {
	arr := [3]int{t("0", 0), t("1", 1), t("2", 2)}
	arr[t("i", 1)], arr[t("j", 2)] = t("x", 5), t("y", 6)
	fmt.Println(arr)
	m := map[int]int{t("k1", 1): t("v1", 1), t("k2", 2): t("v2", 2)}
	m[t("k", 3)] += t("v", 3)
	fmt.Println(m)
	x := T{b: t("b", 1), a: t("a", 2)}
	x.m(t("p", 1)).m(t("q", 2))
	fmt.Println(x)
	i := 0
	i, arr[i] = 1, 9
	fmt.Println(i, arr)
	s := []int{1, 2, 3}
	i = 2
	i, s[i] = 0, 7
	s, s[0] = nil, 5
	fmt.Println(s, i)
	defer t("deferred", t("arg", 1))
	ch := make(chan int, 1)
	select {
	case ch <- t("send", 4):
		fmt.Println("sent")
	}
	select {
	case arr[t("idx", 0)] = <-ch:
		fmt.Println(arr)
	}
	func(xs ...int) { fmt.Println(xs) }(t("1", 1), t("2", 2))
	var p *T
	func() { defer func() { fmt.Println(recover()) }(); p.a = t("rhs", 1) }()
	func() { defer func() { fmt.Println(recover()) }(); var mm map[int]int; mm[t("key", 1)] = t("rhs", 1) }()
	func() { defer func() { fmt.Println(recover()) }(); arr[t("oob", 5)-2+i] = t("rhs", 1) }()
	switch t("tag", 1) {
	case t("c1", 2), t("c2", 1), t("c3", 1):
		fmt.Println("hit")
	}
	y := t("l", 1) < t("r", 2) && t("and", 1) == 1 || t("or", 1) == 1
	fmt.Println(y)
	var fn func(int)
	func() { defer func() { fmt.Println(recover()) }(); fn(t("nilarg", 1)) }()
}

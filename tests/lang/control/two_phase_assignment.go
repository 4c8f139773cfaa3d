// Assignments by range and select: all operands on the left are evaluated before anything is stored.
package main

import "fmt"

type node struct {
	n    int
	next *node
	arr  [3]int
}

var (
	pi   int
	parr [3]int
	pm   = map[int]int{}
)

func index(name string, i int) int { fmt.Println("index", name, i); return i }

func main() {
	s, i := []int{0, 0, 0}, 0
	for i, s[i] = range []int{10, 20, 30} {
	}
	fmt.Println("slice", i, s)

	arr, i := [3]int{}, 0
	for i, arr[i] = range [3]int{10, 20, 30} {
	}
	fmt.Println("array", i, arr)
	i = 0
	for i, arr[i] = range &[3]int{11, 21, 31} {
	}
	fmt.Println("pointer to array", i, arr)

	runes := []rune("xyz")
	i = 0
	for i, runes[i] = range "abc" {
	}
	fmt.Println("string", i, string(runes))

	t := &node{next: &node{}}
	first := t
	for t, t.n = range map[*node]int{{n: 1}: 5} {
	}
	fmt.Println("map", first.n, t.n)

	for pi, parr[pi] = range []int{7, 8, 9} {
	}
	fmt.Println("package variables", pi, parr)
	pi = 0
	for pi, pm[pi] = range []int{7, 8, 9} {
	}
	fmt.Println("map element", pi, pm)

	captured := 0
	get := func() int { return captured }
	list := make([]int, 3)
	for captured, list[captured] = range []int{4, 5, 6} {
	}
	fmt.Println("captured", get(), list)

	p := &node{n: 1}
	q := p
	for p.n, p.arr[p.n] = range []int{1, 2} {
	}
	fmt.Println("fields", q.n, q.arr)
	ring := &node{n: 1}
	ring.next = &node{n: 2, next: ring}
	for _, ring.next.n = range []int{1, 2} {
	}
	fmt.Println("blank key", ring.next.n)
	pp := &i
	for *pp, s[*pp] = range []int{1} {
	}
	fmt.Println("pointer", i, s)
	for s[index("key", 0)], s[index("value", 1)] = range []int{1, 2} {
	}
	fmt.Println("calls", s)

	c := make(chan int, 3)
	c <- 2
	oks := []bool{false, false, false}
	i = 0
	select {
	case i, oks[i] = <-c:
	}
	fmt.Println("select", i, oks)
	c <- 1
	i = 0
	select {
	case s[i], oks[s[i]] = <-c:
	default:
	}
	fmt.Println("select elements", s, oks)
	c <- 1
	close(c)
	i = 0
	for i = range c {
	}
	fmt.Println("channel", i)
	i, s[i] = 2, 9
	fmt.Println("statement", i, s)
	var ok bool
	i, ok = pm[i]
	fmt.Println(i, ok)
	func() {
		defer func() { fmt.Println(recover(), i) }()
		es := []node{{}, {}}
		i, es[i].n = 0, 1
	}()
}

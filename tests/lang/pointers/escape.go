// Pointers to locals, parameters, fields, elements and captured variables outlive their functions.
package main

import "fmt"

type node struct {
	n    int
	next *node
}

func counter() (*int, func() int) {
	n := 0
	return &n, func() int { n++; return n }
}

func swap(a, b *int) { *a, *b = *b, *a }

func local() *[3]int {
	a := [3]int{1, 2, 3}
	s := a[1:]
	s[0] = 20
	return &a
}

func field() *int {
	n := node{n: 5}
	return &n.n
}

func loop() []*int {
	var all []*int
	for i := 0; i < 3; i++ {
		all = append(all, &i)
	}
	return all
}

func param(x int) *int { x *= 2; return &x }

func main() {
	p, inc := counter()
	inc()
	*p += 10
	n := inc()
	fmt.Println(n, *p)
	x, y := 1, 2
	swap(&x, &y)
	fmt.Println(x, y, *local(), *field(), *param(4))
	for _, q := range loop() {
		fmt.Print(*q, " ")
	}
	a := []int{1, 2, 3}
	q := &a[1]
	a = append(a, 4)
	*q = 99
	fmt.Println(a, *q)
	pp := &p
	**pp = 5
	n = inc()
	fmt.Println(*p, n)
	var np *node
	fmt.Println(np == nil, np)
	r := &node{1, nil}
	r.next = r
	fmt.Println(r.next.next.next.n, r == r.next)
	s := &struct{ a [2]struct{ b int } }{}
	e := &s.a[1].b
	*e = 7
	fmt.Println(s.a, &s.a[0] == &s.a[0], &s.a[0] != &s.a[1])
	f := new(func() int)
	*f = func() int { return 3 }
	fmt.Println((*f)())
	m := &map[string]int{"k": 1}
	(*m)["k"]++
	fmt.Println(*m, len(*m))
	g := &[]int{1, 2}
	(*g)[0] = 8
	for i, v := range *g {
		fmt.Print(i, v, ";")
	}
	fmt.Println()
}

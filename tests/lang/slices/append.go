// append and copy: how capacities grow, what shares an array and what does not, moves within one array.
package main

import "fmt"

// Package variables, so that no slice starts on a stack.
var (
	s []int
	b []byte
	t []struct{ a, b, c int }
)

func grow() {
	last := -1
	for i := range 2000 {
		s = append(s, i)
		if cap(s) != last {
			last = cap(s)
			fmt.Print(last, " ")
		}
	}
	fmt.Println(len(s))
	last = -1
	for range 5000 {
		b = append(b, 'x')
		if cap(b) != last {
			last = cap(b)
			fmt.Print(last, " ")
		}
	}
	fmt.Println(len(b))
	for last = -1; len(t) < 300; t = append(t, struct{ a, b, c int }{1, 2, 3}) {
		if cap(t) != last {
			last = cap(t)
			fmt.Print(last, " ")
		}
	}
	fmt.Println(len(t))
}

func main() {
	a := []int{1, 2, 3, 4, 5}
	b := a[1:3]
	fmt.Println(b, len(b), cap(b))
	b = append(b, 99) // writes into a
	fmt.Println(a, b)
	c := a[1:3:3]
	c = append(c, -1) // does not
	fmt.Println(a, c, cap(a[1:3:4]))
	var n []int
	fmt.Println(n == nil, len(n), append(n, n...) == nil, append([]int{}, n...) == nil)
	n = append(n, 1, 2, 3)
	n = append(n, n...)
	n = append(n[:1], n[2:]...)
	fmt.Println(n)
	bs := append([]byte("ab"), "cd"...)
	fmt.Println(string(bs))
	copied := copy(bs[1:], "XYZ")
	fmt.Println(copied, string(bs))
	copied = copy(bs, bs[2:])
	fmt.Println(copied, string(bs))
	fmt.Println(copy(a, a[2:]), a)
	a = []int{1, 2, 3, 4, 5}
	fmt.Println(copy(a[2:], a), a)
	for i, j := 0, len(a)-1; i < j; i, j = i+1, j-1 {
		a[i], a[j] = a[j], a[i]
	}
	fmt.Println(a, a[len(a):], a[:0], cap(a[2:]))
	m := make([]string, 2, 10)
	m[1] = "x"
	fmt.Printf("%q %d %q\n", m, cap(m), m[:4])
	nested := make([][]int, 3)
	for i := range nested {
		nested[i] = make([]int, i+1)
		nested[i][i] = i
	}
	fmt.Println(nested, len(nested[2]))
	clear(a)
	fmt.Println(a, min(3, 1, 2), max(2.5, 1), min("b", "a"))
	lit := []int{5: 1, 2, 1: 7}
	fmt.Println(lit, len(lit))
	x := []int{1, 2, 3}
	for i, v := range x {
		x = append(x, v*10)
		x[0] = 100
		_ = i
	}
	fmt.Println(x)
	pa := (*[2]int)(x)
	pa[1] = 42
	fmt.Println(x[:3], *pa, len(pa[:]))
	grow()
}

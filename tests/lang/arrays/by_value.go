// Arrays are values: assigned, passed, ranged over and compared as a whole; pointers to them, and
// slices of them, are not copies.
package main

import "fmt"

type grid [3][3]int

func modify(g grid) grid {
	g[1][1] = 99
	return g
}

func modifyPointer(g *grid) {
	g[0][2] = 7
	for i, row := range g {
		row[0] = -1
		g[i][1] += i
	}
}

func main() {
	a := [3]int{1, 2, 3}
	b := a
	b[0] = 10
	fmt.Println(a, b, a == b, a == [3]int{1, 2, 3}, len(a), cap(a))
	var g grid
	h := modify(g)
	modifyPointer(&g)
	fmt.Println(g, h, g == h)
	c := [...]string{3: "d", 1: "b"}
	fmt.Println(len(c), c, fmt.Sprintf("%q", c))
	p := &a
	for i := range p {
		p[i] *= 2
	}
	for i, v := range a { // the range copies
		a[2] = 100
		fmt.Print(i, v, " ")
	}
	fmt.Println(a, len(p))
	s := a[:]
	s[0] = 55
	fmt.Println(a[0], *p)
	m := map[[2]int]string{{1, 2}: "x"}
	fmt.Println(m[[2]int{1, 2}], m[[...]int{2, 1}] == "")
	var e [0]int
	fmt.Println(e, len(e), e == [0]int{})
	type pt struct{ x, y int }
	pts := [2]pt{{1, 2}, {y: 3}}
	q := pts
	q[0].x = 9
	fmt.Println(pts, q, pts != q)
	arrs := [][2]int{{1, 2}, {3, 4}}
	for _, v := range arrs {
		v[0] = 0
	}
	fmt.Println(arrs, [3]int(s), [2]bool{true})
	f := func() [2]int { return [2]int{5, 6} }
	fmt.Println(f()[1], [...]int{1, 2, 3}[2])
	big := [1000]int{999: 1}
	big2 := big
	big2[0] = 1
	fmt.Println(big == big2, big[999]+big2[0])
	var i any = a
	a[0] = 1
	fmt.Println(i, i == any([3]int{55, 4, 100}))
}

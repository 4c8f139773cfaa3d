// Which variables closures and pointers share: those that anybody assigns to, by whatever statement, after the
// closure is made or before, and those of each turn of a loop apart.
package main

import "fmt"

type point struct{ x, y int }

func (p *point) move() { p.x++ }

func captured() {
	label := func(s string, f func() int) { fmt.Println(s+":", f()) }
	a, b, c, d, e, f, g, h, i := 1, 1, 1, 1, 1, 1, 1, 1, 1
	var p point
	var q [3]int
	r := func() int { return p.x*10 + p.y }
	t := func() int { return q[0]*10 + q[1] }
	fa, fb, fc, fd := func() int { return a }, func() int { return b }, func() int { return c }, func() int { return d }
	fe, ff, fg, fh, fi := func() int { return e }, func() int { return f }, func() int { return g }, func() int { return h }, func() int { return i }
	a = 2
	b++
	c += 3
	d, _ = 4, 5
	for e, f = range []int{5, 6, 7} {
	}
	for range 2 {
		for g = range map[int]bool{8: true} {
		}
	}
	ch := make(chan int, 2)
	ch <- 9
	ch <- 10
	select {
	case h = <-ch:
	}
	var ok bool
	i, ok = <-ch
	p.x, q[1] = 3, 4
	p.move()
	for _, p.y = range []int{7} {
	}
	for q[0] = range 6 {
	}
	label("assigned", fa)
	label("increased", fb)
	label("added to", fc)
	label("one of several", fd)
	label("key of a range", fe)
	label("value of a range", ff)
	label("key alone", fg)
	label("received in a select", fh)
	label("received", fi)
	label("field", r)
	label("element", t)
	fmt.Println(ok)
	j := 1
	fj := func() int { return j }
	func() { j = 11 }()
	label("by another closure", fj)
	k := 1
	fk := func() int { return k }
	pk := &k
	*pk = 12
	label("through a pointer", fk)
	l := 1
	fl := func() func() int { return func() int { return l } }()
	for l = 0; l < 13; l++ {
	}
	label("by a loop", fl)
	var m int
	fm := func() int { return m }
	if m = 14; m > 0 {
		label("in a condition", fm)
	}
	switch m = 15; {
	default:
		label("in a switch", fm)
	}
	s, n := "a", 1
	fs := func() int { return len(s)*100 + n }
	n, u := 2, 3
	s += "b"
	label("among new ones", fs)
	label("new", func() int { return u })
}

func turns() {
	var pointers []*int
	for i := 0; i < 4; i++ {
		pointers = append(pointers, &i)
	}
	for _, p := range pointers {
		fmt.Print(*p, " ")
	}
	pointers = nil
	var calls []func() int
	for i, p := 0, (point{1, 2}); i < 3; i, p.x = i+1, p.x+1 {
		pointers = append(pointers, &p.x)
		calls = append(calls, func() int { i += 10; return i })
		if i == 1 {
			continue
		}
	}
	for k, f := range calls {
		fmt.Print(f(), f(), *pointers[k], " ")
	}
	var arrays []*[40]int
	for a := ([40]int{}); a[0] < 3; a[0]++ {
		arrays = append(arrays, &a)
		a[39] += a[0]
	}
	for _, a := range arrays {
		fmt.Print(a[0], a[39], " ")
	}
	var slices [][]int
	for a := ([3]int{}); a[0] < 3; a[0]++ {
		slices = append(slices, a[:])
	}
	fmt.Print(slices, " ")
	var methods []func()
	var points []*point
	for p := (point{}); p.x < 3; p.x++ {
		methods = append(methods, p.move)
		points = append(points, &p)
	}
	for k, f := range methods {
		f()
		fmt.Print(points[k].x, " ")
	}
	var ranged []*int
	for i, v := range []int{7, 8, 9} {
		ranged = append(ranged, &i, &v)
	}
	for _, c := range "ab" {
		d := int(c)
		ranged = append(ranged, &d)
	}
	for i := range 2 {
		ranged = append(ranged, &i)
		i += 5
	}
	for _, p := range ranged {
		fmt.Print(*p, " ")
	}
	fmt.Println()
}

type inner struct{ n int }

func (i *inner) add(k int) *int { i.n += k; return &i.n }

type middle struct {
	x int
	inner
}
type outer struct {
	y int
	middle
	list [3]inner
	deep *middle
}

// Each way to the address of a variable, or of a part of it, is one to the variable itself.
func addressed() {
	var a inner
	var b middle
	c := outer{deep: &middle{}}
	var d [3]inner
	var e [2][2]inner
	a.add(1)
	b.add(2)
	b.inner.add(3)
	c.add(4)
	c.middle.add(5)
	c.middle.inner.add(6)
	c.list[1].add(7)
	c.deep.add(8)
	d[2].add(9)
	i := 1
	e[i][0].add(10)
	fmt.Println(a, b, c.middle, c.list, *c.deep, d, e)
	f, g, h := a.add, b.add, c.add
	f(10)
	g(20)
	h(30)
	(*inner).add(&a, 100)
	func() {
		defer a.add(1000)
		defer b.add(2000)
		defer c.list[i].add(3000)
	}()
	*c.add(0) = 5
	*d[i].add(0) = 6
	s, t := c.list[:], d[1:]
	s[0].add(7)
	t[0].add(8)
	p, q, r := &b.n, &c.middle.inner, &e[1]
	*p++
	q.add(1)
	r[1].add(2)
	for k := range d {
		d[k].add(k)
	}
	fmt.Println(a, b, c.middle, c.list, d, e)
}

func main() {
	addressed()
	captured()
	turns()
}

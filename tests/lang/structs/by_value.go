// Structs are values: copied, compared, nested, anonymous, empty, recursive through slices, maps
// and pointers.
package main

import "fmt"

type point struct{ x, y int }

type line struct {
	from, to point
	label    string
	tags     [2]string
}

type list struct {
	value int
	next  *list
}

type empty struct{}

type recursive struct {
	children []recursive
	byName   map[string]recursive
	f        func(recursive) int
}

func move(p point) point    { p.x++; return p }
func moveP(p *point) *point { p.x++; return p }

func main() {
	a := point{1, 2}
	b := a
	b.x = 5
	fmt.Println(a, b, a == b, a == point{1, 2}, move(a))
	c := moveP(&a)
	fmt.Println(a, *c, c == &a)
	l := line{from: a, label: "l"}
	m := l
	m.to.y, m.tags[1] = 9, "t"
	fmt.Printf("%v %+v %t\n", l, m, l == m)
	fmt.Printf("%#v\n", m)
	var head *list
	for i := range 4 {
		head = &list{i, head}
	}
	for n := head; n != nil; n = n.next {
		fmt.Print(n.value, " ")
	}
	fmt.Println(empty{} == empty{}, empty{})
	pts := []point{{1, 2}, {3, 4}}
	for i := range pts {
		pts[i].x *= 10
	}
	p := &pts[1]
	p.y = 40
	ptrs := []*point{{5, 6}, &pts[0]}
	ptrs[1].y = -1
	fmt.Println(pts, *ptrs[0], len(ptrs))
	x := struct {
		point
		z int "a tag"
	}{point{1, 2}, 3}
	y := struct {
		point
		z int "a tag"
	}{z: 3}
	fmt.Println(x, x == y, x.x)
	r := recursive{children: []recursive{{}, {}}, f: func(r recursive) int { return len(r.children) }}
	fmt.Println(r.f(r), r.f(recursive{}), len(r.byName["x"].children))
	pp := &a
	q := &pp
	(*q).x = 77
	(**q).y = 78
	fmt.Println(a, pp.x, pp == *q)
	type local struct{ a, _, b int }
	fmt.Println(local{a: 1, b: 2} == local{a: 1, b: 2})
	n := new(line)
	n.from, n.to = n.to, point{1, 1}
	fmt.Println(*n)
	a.x, a.y = a.y, a.x
	fmt.Println(a, [2]point{{}, {1, 1}}[1].x)
	var i8 struct {
		a int8
		b int64
		c bool
		d uint16
		e float32
		f string
	}
	i8.a, i8.c, i8.d, i8.e = -1, true, 65535, 1.5
	j := i8
	j.b = -1
	fmt.Println(i8, j, i8 == j)
}

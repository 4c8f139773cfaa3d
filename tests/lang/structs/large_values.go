// Values of any size: as variables, parameters, results, receivers, elements, in closures and interfaces.
package main

import (
	"errors"
	"fmt"
)

type big [300000]byte

func (b big) at() byte        { return b[7] }
func (b *big) set(v byte)     { b[7] = v }
func (b big) with(v byte) big { b[7] = v; return b }

type pair struct {
	name string
	a    [2000]*int
	b    big
	n    int
}

type atter interface{ at() byte }
type wither interface{ with(byte) big }

type rec [400]int64 // 3200 bytes

func id(r rec) rec { return r }
func two(r rec, n int) (rec, int, rec) {
	s := r
	s[0] = int64(n)
	r[1] = 77
	return r, n, s
}
func named(n int) (r rec, err error) {
	defer func() {
		if e := recover(); e != nil {
			err = fmt.Errorf("got %v", e)
			r[3] = 33
		}
	}()
	r[2] = 22
	var p *rec
	if n > 0 {
		r = *p
	}
	return r, errors.New("plain")
}
func unnamed(n int) rec {
	defer func() { recover() }()
	if n > 0 {
		panic("x")
	}
	return rec{1}
}
func gen[T any](x T, f func(T) T) T { return f(x) }

func main() {
	var x big
	x[7] = 5
	fmt.Println(x.at(), x.with(9).at(), x.at())
	x.set(6)
	y := x
	y[7] = 8
	fmt.Println(x[7], y[7], x == y, x == x.with(6))
	var i atter = x
	x[7] = 1
	fmt.Println(i.at(), i.(big)[7], i.(wither).with(3)[7])
	z, ok := i.(big)
	z[7]++
	fmt.Println(z[7], ok, i.at())
	_, ok = i.(interface{ nope() })
	var e any
	z2, ok2 := e.(big)
	fmt.Println(ok, z2[7], ok2, len(z2))
	switch t := any(z).(type) {
	case big:
		t[7] = 99
		fmt.Println("switch", t[7], z[7])
	}
	p := pair{name: "p", b: x, n: 4}
	p.a[1999] = &p.n
	q := p
	q.name, q.b[0] = "q", 44
	q.n++
	fmt.Println(p.name, q.name, p.b[0], q.b[0], *q.a[1999], p.n, q.n, p == q)
	m := map[string]pair{"p": p}
	m["q"] = q
	fmt.Println(m["p"].n, m["q"].b[0], m["none"].n, len(m))
	mv, mok := m["none"]
	fmt.Println(mv.n, mok)
	mv, mok = m["q"]
	fmt.Println(mv.n, mok, mv.name)
	mk := map[rec]int{{1}: 1, {2}: 2}
	mk[rec{2}]++
	mk[id(rec{3})] = 9
	delete(mk, rec{1})
	_, has := mk[rec{1}]
	fmt.Println(mk[rec{2}], mk[rec{3}], mk[rec{4}], has, len(mk))
	c := make(chan rec, 2)
	c <- rec{5}
	r := rec{6}
	c <- r
	r[0] = 7
	close(c)
	a, aok := <-c
	fmt.Println(a[0], aok)
	for v := range c {
		v[1] = 1
		fmt.Println(v[0], r[0])
	}
	a, aok = <-c
	fmt.Println(a[0], a[399], aok)
	c2 := make(chan rec)
	go func() { c2 <- rec{8}; c2 <- rec{9}; close(c2) }()
	select {
	case v := <-c2:
		fmt.Println(v[0])
	}
	for k := 0; k < 2; k++ {
		select {
		case a, aok = <-c2:
			fmt.Println(a[0], aok)
		}
	}
	b1, n, b2 := two(rec{1, 2, 3}, 50)
	fmt.Println(b1[0], b1[1], n, b2[0], b2[1])
	for _, k := range []int{0, 1} {
		nr, err := named(k)
		fmt.Println(nr[2], nr[3], err, unnamed(k)[0])
	}
	fs := []func() byte{x.at, z.at, func() byte { return z[7] }}
	z[7] = 70
	for _, f := range fs {
		fmt.Print(f(), " ")
	}
	fmt.Println(big.at(z), (*big).at(&z))
	fmt.Println(gen(r, func(v rec) rec { v[0]++; return v })[0], r[0])
	done := make(chan bool)
	go func(v big, w rec) { fmt.Println("go", v[7], w[0]); done <- true }(z, r)
	z[7] = 71
	<-done
	defer func(v big) { fmt.Println("defer", v[7]) }(z)
	defer fmt.Println(z.at(), x.with(2).at())
	z[7] = 72
	s := []rec{{1}, {2}}
	s = append(s, r)
	s = append(s, r, id(rec{11}))
	for i, v := range s {
		v[0] *= 2
		s[i][1] = v[0]
	}
	fmt.Println(s[0][0], s[0][1], s[2][1], s[4][1], len(s))
	arr := [3]rec{{1}, {2}, {3}}
	for i, v := range arr {
		arr[2][0] = 50
		fmt.Print(i, v[0], " ")
	}
	fmt.Println()
	sl := make([]int64, 400)
	sl[0] = 123
	ar := rec(sl)
	sl[0] = 1
	fmt.Println(ar[0], ar == rec{0: 123})
	pp := &ar
	*pp = rec{1: 5}
	fmt.Println(ar[0], ar[1], (*pp)[1])
	arr[0], arr[1] = arr[1], arr[0]
	fmt.Println(arr[0][0], arr[1][0])
	var st struct{ r [3]rec }
	st.r = arr
	st.r[1].set(4)
	fmt.Println(st.r[1][0], arr[1][0], fmt.Sprint(st.r[0])[:8])
}

func (r *rec) set(v int64) { r[0] = v }

// Types that mention themselves, of every kind.
package main

import "fmt"

type F func(F) F
type S []S
type M map[string]M
type P *P
type C chan C
type I interface{ M() I }
type A struct {
	*A
	b []A
	m map[string]A
	f func(A) A
}
type L[T any] struct {
	n *L[T]
	v T
}
type X [2]*X

func main() {
	var f F
	f = func(g F) F { return g }
	fmt.Println(f(f) != nil)
	s := S{nil, S{}, S{S{}}}
	fmt.Println(s, len(s[2]))
	m := M{"a": M{"b": nil}}
	fmt.Println(m)
	var p P
	p = &p
	fmt.Println(*p == p)
	c := make(C, 1)
	c <- c
	fmt.Println(<-c == c)
	a := A{}
	a.A = &a
	fmt.Println(a.A.A.A == &a, a.b == nil)
	l := L[int]{&L[int]{nil, 1}, 2}
	fmt.Println(l.n.v)
	var x X
	x[0] = &x
	fmt.Println(x[0][0][0] == &x)
	fmt.Printf("%T %T %T %T %T\n", f, s, p, c, x)
}

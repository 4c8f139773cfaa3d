// new of a value.
package main

import "fmt"

type S struct{ a, b int }
type N int32

func f() (s string) { return "called" }

func gen[T any](x T) *T { return new(x) }

func main() {
	p := new(42)
	q := new("str")
	r := new(f())
	s := new(S{1, 2})
	t := new(N(7))
	u := new(3.5)
	v := new('x')
	w := new([]int{1, 2})
	x := new(any(5))
	y := new(p)
	*p++
	fmt.Printf("%T %v %T %v %v %v %T %v %T %v %T %v %v %v %v\n", p, *p, q, *q, *r, *s, t, *t, u, *u, v, *v, *w, *x, **y)
	z := new(*s)
	z.a = 10
	fmt.Println(s.a, z.a, *gen(8), *gen("g"))
	b := new(1 < 2)
	c := new(len("abc") + *p)
	fmt.Println(*b, *c, *new(int8(3)))
}

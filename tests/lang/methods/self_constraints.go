// Constraints that mention the type parameter that they constrain.
package main

import "fmt"

type Ordered[T any] interface{ Less(T) bool }
type Num int

func (a Num) Less(b Num) bool { return a < b }
func Min[T Ordered[T]](a, b T) T {
	if a.Less(b) {
		return a
	}
	return b
}

type Node[T interface {
	*U
	Set(int)
}, U any] struct{ v U }
type S struct{ n int }

func (s *S) Set(i int) { s.n = i }
func Make[U any, T interface {
	*U
	Set(int)
}](i int) U { var u U; T(&u).Set(i); return u }

type Tree[T Cmp[T]] struct {
	l, r *Tree[T]
	v    T
}
type Cmp[T any] interface{ Cmp(T) int }

func (n Num) Cmp(m Num) int { return int(n - m) }
func (t *Tree[T]) Insert(v T) *Tree[T] {
	if t == nil {
		return &Tree[T]{v: v}
	}
	if v.Cmp(t.v) < 0 {
		t.l = t.l.Insert(v)
	} else {
		t.r = t.r.Insert(v)
	}
	return t
}
func (t *Tree[T]) Walk(yield func(T) bool) bool {
	return t == nil || t.l.Walk(yield) && yield(t.v) && t.r.Walk(yield)
}

type Adder[A Adder[A]] interface{ Add(A) A }

func (n Num) Add(m Num) Num { return n + m }
func Sum[A Adder[A]](xs ...A) (r A) {
	for _, x := range xs {
		r = r.Add(x)
	}
	return
}
func main() {
	fmt.Println(Min(Num(3), Num(2)), Make[S](7), Sum(Num(1), Num(2)))
	var t *Tree[Num]
	for _, v := range []Num{5, 2, 8, 1} {
		t = t.Insert(v)
	}
	for v := range func(y func(Num) bool) { t.Walk(y) } {
		fmt.Print(v, " ")
		if v == 5 {
			break
		}
	}
	var n Node[*S, S]
	fmt.Printf("%T %v\n", n, n)
}

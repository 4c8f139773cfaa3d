// Type arguments that are inferred: from generic functions as arguments, from what functions are assigned to, from methods, core
// types and untyped constants, in recursive calls too.
package main

import "fmt"

func apply[T, U any](s []T, f func(T) U) (r []U) {
	for _, x := range s {
		r = append(r, f(x))
	}
	return r
}

func id[T any](x T) T                   { return x }
func twice[T ~int | ~string](x T) T     { return x + x }
func pair[A, B any](a A, b B) string    { return fmt.Sprintf("%T %T", a, b) }
func first[S ~[]E, E any](s S) E        { return s[0] }
func largest[T int | float64](x ...T) T { return x[len(x)-1] }

type stack[T any] struct{ items []T }

func (s *stack[E]) push(x E) *stack[E] { s.items = append(s.items, x); return s }

type pusher[T, S any] interface {
	*S
	push(T) *S
}

func fill[T any, S any, P pusher[T, S]](x T) *S {
	var s S
	return P(&s).push(x)
}

type getter[T any] interface{ get() T }
type box struct{ v int }

func (b box) get() int          { return b.v }
func read[T any](g getter[T]) T { return g.get() }
func depth[T any](x T, n int) int {
	if n == 0 {
		return 0
	}
	return 1 + depth(id(x), n-1)
}

func compose[A, B, C any](f func(A) B, g func(B) C) func(A) C {
	return func(a A) C { return g(f(a)) }
}

type names []string

func main() {
	fmt.Println(apply([]int{1, 2}, twice), apply([]string{"a"}, id))
	var f func(string) string = twice
	fmt.Println(f("x"))
	g := func() func(int) int { return twice }()
	fmt.Println(g(4), pair(1, 2.5), pair[string]("a", 'b'))
	fmt.Println(first(names{"n"}), first([]int{7}), largest(1, 2.5), largest(1, 2))
	fmt.Println(fill[int, stack[int]](5).items, read(box{6}), depth("", 3))
	fmt.Println(compose(twice[int], func(x int) string { return fmt.Sprint(x) })(21))
	fmt.Println(compose(id, twice[string])("y"))
}

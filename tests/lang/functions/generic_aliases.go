// Aliases with type parameters.
package main

import "fmt"

type Set[P comparable] = map[P]bool
type Vector[T any] = []T
type Pair[K comparable, V any] struct {
	Key   K
	Value V
}
type Named[V any] = Pair[string, V]
type Swapped[V any, K comparable] = Pair[K, V]
type Matrix[T any] = Vector[Vector[T]]
type Ignores[P any] = int
type Func[A, B any] = func(A) (B, error)
type Record[T any] = struct {
	Value T
	Next  *Pair[int, T]
}
type Seq[V any] = func(yield func(V) bool)
type Pointer[T any] = *T
type Number interface{ ~int | ~float64 }
type Numbers[N Number] = []N

func (p Pair[K, V]) String() string { return fmt.Sprintf("%v=%v", p.Key, p.Value) }

func sum[N Number](list Numbers[N]) (s N) {
	for _, x := range list {
		s += x
	}
	return
}

func keys[P comparable](s Set[P]) int { return len(s) }

func each[V any](list Vector[V]) Seq[V] {
	return func(yield func(V) bool) {
		for _, v := range list {
			if !yield(v) {
				return
			}
		}
	}
}

func apply[A, B any](f Func[A, B], a A) B {
	b, _ := f(a)
	return b
}

type tree[T any] struct {
	children Vector[*tree[T]]
	value    T
}

func main() {
	s := Set[string]{"a": true, "b": false}
	fmt.Println(len(s), s["a"], keys(s))
	var m map[string]bool = s
	fmt.Printf("%T %v\n", m, m)
	v := Vector[int]{1, 2, 3}
	fmt.Println(v, sum(v), sum(Numbers[float64]{1.5, 2}))
	n := Named[int]{"x", 1}
	var p Pair[string, int] = n
	fmt.Println(n, p, Swapped[bool, int]{1, true})
	fmt.Printf("%T %T\n", n, Swapped[bool, int]{})
	fmt.Println(Matrix[int]{{1}, {2, 3}}, Ignores[string](5))
	r := Record[string]{"v", &Pair[int, string]{1, "n"}}
	fmt.Println(r.Value, r.Next)
	for x := range each(v) {
		fmt.Print(x, " ")
	}
	fmt.Println(apply(func(i int) (string, error) { return fmt.Sprint(i * 2), nil }, 21))
	var q Pointer[int] = new(int)
	*q = 4
	fmt.Println(*q)
	type Local[T any] = map[int]T
	fmt.Println(Local[string]{1: "l"})
	t := tree[int]{Vector[*tree[int]]{{value: 1}}, 2}
	fmt.Println(len(t.children), t.value)
	var i any = v
	_, ok := i.(Vector[int])
	_, no := i.(Vector[string])
	fmt.Println(ok, no)
}

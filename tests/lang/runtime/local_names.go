// Names at run time of types that functions define, and of instances that have them as arguments.
package main

import (
	"fmt"
	"reflect"
)

type pair[A, B any] struct {
	a A
	b B
}
type list[T any] []T
type S struct{}

func show(x any) {
	t := reflect.TypeOf(x)
	fmt.Printf("%T|%v|%s|%s|%q\n", x, t, t.Name(), t.String(), t.PkgPath())
}
func (p pair[A, B]) gmeth() {
	type L string
	show(L(""))
	show(list[L]{})
	show(list[struct {
		L
		x A
	}]{})
	func() { type M struct{ l L }; show(M{}); show(list[M]{}); show(struct{ M }{}) }()
}
func gen2[T any]() {
	type U struct{ t T }
	show(U{})
	func() { type V struct{ u U }; show(V{}); show(list[V]{}); show(map[string]V{}) }()
}
func gen3[A, B any]() { type U struct{ t A }; show(U{}); show(list[U]{}); gen4[*A]() }
func gen4[A any]()    { type U struct{ t A }; show(U{}); show(list[U]{}) }

type e interface{ M() }

func main() {
	pair[int, S]{}.gmeth()
	gen2[int]()
	gen2[S]()
	gen3[int, S]()
	type T int
	pair[T, T]{}.gmeth()
	gen2[T]()
	gen3[T, *T]()
	type A = T
	type U struct {
		list[T]
		a A
	}
	show(U{})
	show(list[U]{})
	show(list[A]{})
	fmt.Printf("%v %+v %#v %#v\n", list[T]{1}, pair[T, T]{}, pair[T, list[U]]{}, U{})
	defer func() { r := recover(); fmt.Println(r) }()
	var x any = list[T]{}
	_ = x.(pair[T, S])
}

// Names of instances whose type arguments have parts that are not exported.
package main

import (
	"fmt"
	"time"
)

type G[T any] struct{ x T }
type P[A, B any] struct {
	a A
	b B
}
type inner struct{ n int }
type chain[T any] []T

func name[T any]() string {
	var v G[T]
	return fmt.Sprintf("%T", v)
}

func main() {
	fmt.Println(name[struct{ f, F int }]())
	fmt.Println(name[struct {
		f int "a tag"
		inner
		time.Duration
		_ int
	}]())
	fmt.Println(name[func(struct{ a int }) struct{ b bool }]())
	fmt.Println(name[interface{ m(struct{ q int }) }]())
	fmt.Println(name[map[struct{ k string }]chan<- struct{ v []struct{ w int } }]())
	fmt.Println(name[P[struct{ a int }, *struct{ b int }]]())
	fmt.Println(name[chain[struct{ c *inner }]]())
	fmt.Println(name[struct{}](), name[struct{ A int }]())
	fmt.Printf("%T\n", struct{ g G[struct{ h int }] }{})
	fmt.Printf("%T\n", [2]chain[struct{ h int }]{})
	var v any = G[struct{ f int }]{}
	defer func() { fmt.Println(recover()) }()
	fmt.Println(v.(G[struct{ g int }]))
}

// Interfaces that embed themselves through methods, functions, maps, structs and type parameters.
package main

type A interface{ m() interface{ A } }

type B interface {
	m(func() []map[string]interface{ C })
}
type C interface{ B }

type D interface{ m() D }
type E interface {
	m() struct{ x interface{ E } }
}
type F interface{ m() G }
type G struct{ x interface{ F } }

func f(x interface{ H }) {}

type H interface{ m() interface{ H } }

type J[T any] interface{ m() interface{ J[T] } }

func main() {
	type K interface{ m(*interface{ K }) }
	var x interface{ m() chan interface{ A } }
	_ = x
}

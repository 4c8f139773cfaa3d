// Terms that unions and constraints cannot have.
package main

type m interface{ f() }
type my int
type a interface{ int | ~int }
type b interface{ string | m }
type c interface{ int | comparable }
type d interface{ ~my }
type e[T any] interface{ int | T }
type g[T any] interface{ ~T }
type h interface{ ~error }

func k[T, U T](x U) {}

type l[T any] T

func main() {}

// A generic type that would make ever more instances of itself.
package main

type nest[T any] struct{ next *nest[*T] }

func main() {}

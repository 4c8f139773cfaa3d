// A generic function that would make ever more instances of itself, through a type that it declares.
package main

func a[T any](x T) { b(x) }
func b[U any](x U) { type l struct{ u U }; a(l{x}) }

func fine[T, U any](x T, y U) { fine(y, x) }

func main() { fine(1, "") }

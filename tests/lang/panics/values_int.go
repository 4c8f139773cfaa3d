// A panic with a number of a named type.
package main

type level int

func main() {
	panic(level(7))
}

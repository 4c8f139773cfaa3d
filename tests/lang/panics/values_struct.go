// A panic with a struct: its type and address are shown.
package main

type pt struct{ x, y int }

func main() {
	panic(pt{1, 2})
}

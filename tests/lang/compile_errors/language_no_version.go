// A constraint that can hold without a version asks for none.

//go:build go1.21 || linux

package main

func main() {
	for i := range 3 {
		_ = new(i)
	}
	return 1
}

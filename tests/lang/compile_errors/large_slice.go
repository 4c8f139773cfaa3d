// An index in a slice literal that makes the slice larger than memory can be.
package main

func main() {
	x := []struct{}{1 << 60: {}}
	println(len(x))
	var y []int = []int{1 << 60: 1}
	println(len(y))
}

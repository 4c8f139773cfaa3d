// Types larger than the address space, wherever they are used.
package main

import "unsafe"

var v [1 << 62]int
var w = new([1 << 31][1 << 31]int)

type A struct {
	x [1 << 60]int
	y int
}
type D struct {
	b int
	a [2]byte
}
type B [1 << 49]D
type C [1<<50 - 1]byte

func parameter(x *[1 << 62]int) {}

func method() {
	type unused [1 << 60]int
	a := 1
	println(a)
	for i := 0; i < 2; i++ {
		println(new([1 << 61]string))
	}
	var m map[string][1 << 60]int
	_, c := any(m).([1 << 60]byte)
	println(c)
	_ = unsafe.Sizeof(m)
}

func main() {
	var e [1 << 62]struct{}
	println(len(e))
}

// Shifts: untyped operands, counts that are too large or negative.
package main

import "fmt"

func main() {
	var s uint = 33
	var i = 1 << s
	var j int32 = 1 << s
	var k = uint64(1 << s)
	var m int = 1.0 << s
	var w int64 = 1.0 << 33
	var u = 1.0 << 3
	var n8 int8 = 1
	fmt.Println(i, j, k, m, w, u, n8<<7, n8<<8, n8<<s, -1>>s, int8(-128)>>1, uint8(255)>>9, 1<<3 == 8, s<<1>>1)
	var a [10]int
	fmt.Println(a[1<<(s-32)], len(make([]int, 1<<(s-31))), uint8(1<<s), int64(1)<<62, ^0, ^uint8(0), 5&^3, -5%3, -5/3, 7&-7)
	func() { defer func() { fmt.Println(recover()) }(); neg := -1; fmt.Println(1 << neg) }()
	func() { defer func() { fmt.Println(recover()) }(); var z int; fmt.Println(1 / z) }()
	func() {
		defer func() { fmt.Println(recover()) }()
		var z int8 = -1
		fmt.Println(int8(-128)/z, int8(-128)%z)
	}()
	var f float64 = 1 << 3
	var c complex128 = 1 << 4
	fmt.Println(f, c, uint(1)<<63>>1)
}

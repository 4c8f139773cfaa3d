// Shifts by any count, signed and not, and the bitwise operators; a negative count panics.
package main

import "fmt"

func main() {
	var s uint = 70
	one, neg := 1, -8
	fmt.Println(one<<s, neg>>s, neg>>1, uint8(200)>>3, int8(-128)>>7, one<<63, one<<62>>62)
	for _, n := range []int{0, 1, 31, 32, 63, 64, 1000} {
		fmt.Print(uint32(1)<<n, " ", int32(-5)>>n, " ", int64(-1)<<n, " ", uint64(1<<63)>>n, ";")
	}
	fmt.Println()
	var b byte = 0b10110010
	fmt.Printf("%08b %08b %08b %08b %08b\n", b, ^b, b&0x0f, b|0x0f, b&^0xf0)
	fmt.Printf("%08b %08b %d\n", b^0xff, b<<3>>3, b>>1&1)
	x := 12
	x <<= 2
	x |= 1
	x &^= 16
	x ^= 3
	x >>= 1
	x %= 7
	fmt.Println(x, 7&^2, -7&3, -7|3, -7^3, ^-7)
	defer func() { fmt.Println(recover()) }()
	n := -1
	fmt.Println(1 << n)
}

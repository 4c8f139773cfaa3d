// Package math/bits: counts, rotations, reversal, arithmetic with carry.
package main

import (
	"fmt"
	"math/bits"
)

func main() {
	for _, x := range []uint64{0, 1, 6, 0xff00, 1 << 63, ^uint64(0)} {
		fmt.Println(bits.LeadingZeros64(x), bits.TrailingZeros64(x), bits.OnesCount64(x), bits.Len64(x),
			bits.Reverse64(x), bits.ReverseBytes64(x), bits.RotateLeft64(x, 3), bits.RotateLeft64(x, -3))
	}
	fmt.Println(bits.LeadingZeros8(1), bits.TrailingZeros16(0), bits.Len32(255), bits.Reverse8(3), bits.RotateLeft8(0x81, 1), bits.UintSize)
	sum, carry := bits.Add64(1<<63, 1<<63, 1)
	diff, borrow := bits.Sub64(0, 1, 0)
	hi, lo := bits.Mul64(1<<40, 1<<40)
	q, r := bits.Div64(1, 0, 3)
	fmt.Println(sum, carry, diff, borrow, hi, lo, q, r)
}

// Constant arithmetic is exact: large integers, quotients, decimal fractions; the kinds that
// results get.
package main

import (
	"fmt"
	"math"
)

const (
	big   = 1 << 100
	small = big >> 98
	huge  = 1e400 / 1e395
	third = 1.0 / 3
	mixed = 'a' + 1.0
	str   = "con" + "cat"
	neg   = -5 % 3
	quot  = -7 / 2
	shl   = 1.0 << 3
	prec  = 0.1 + 0.2 - 0.3
)

const typed int8 = -128

func main() {
	fmt.Println(small, huge, third, mixed, str, neg, quot, shl, prec)
	fmt.Printf("%T %T %T %T %T\n", small, huge, mixed, str, shl)
	fmt.Println(typed, -(typed + 1), uint8(^uint8(0)), ^0, ^uint32(5))
	fmt.Println(math.MaxUint64/3 == uint64(6148914691236517205), big/(big-1))
	fmt.Println(uint64(math.MaxUint64), int64(math.MinInt64), math.MaxFloat64, math.SmallestNonzeroFloat64)
	fmt.Println(math.Pi*1e10, float32(math.Pi), math.MaxInt8, 0x1p-2, 0b1011, 0o17, 017, 1_000_000)
	const huge = 1 << 62
	var x uint8 = 255
	fmt.Println(huge>>60, x+1, x<<1, len("héllo"), len([10]int{}))
	const r = '世'
	fmt.Println(r, string(rune(r)), '\x41', '\u00e9', '\'', "\"\t\\")
}

// Conversions of float64 and float32 to every integer type, in and out of range: what amd64 gives.
package main

import (
	"fmt"
	"math"
)

type small int8
type big uint32

func from64(x float64) {
	fmt.Println(x, int8(x), int16(x), int32(x), int64(x), int(x), uint8(x), uint16(x), uint32(x), uint64(x), uint(x), uintptr(x), small(x), big(x))
}

func from32(x float32) {
	fmt.Println(x, int8(x), int16(x), int32(x), int64(x), int(x), uint8(x), uint16(x), uint32(x), uint64(x), uint(x), uintptr(x), small(x), big(x))
}

// convert is generic: the conversion is that of the type argument.
func convert[T int8 | int16 | int32 | int64 | uint8 | uint16 | uint32 | uint64, F float32 | float64](x F) T { return T(x) }

func main() {
	edges := []float64{0, 0.9, 1, 126.5, 127, 127.9, 128, 129, 255, 255.9, 256, 257, 32767, 32768, 65535, 65535.5, 65536, 65537, 1e6, 2147483520, 2147483646, 2147483647, 2147483647.5, 2147483648,
		2147483649, 4294967040, 4294967295, 4294967295.5, 4294967296, 4294967297, 1e12, 1e15 + 255, 0x1p52, 0x1p53 - 1, 0x1p62, 0x1p63 - 1024, 0x1p63, 0x1p63 + 2048, 1.5e19, 0x1p64 - 2048,
		0x1p64, 0x1p64 + 4096, 0x1p65, 1e20, 1e30, 1e300, math.MaxFloat64, math.Inf(1), math.NaN(), 5e-324}
	for _, x := range edges {
		from64(x)
		from64(-x)
		from32(float32(x))
		from32(-float32(x))
	}
	x, y := 300.7, float32(-129)
	fmt.Println(convert[int8](x), convert[uint8](x), convert[int16](x), convert[uint64](-x), convert[int8](y), convert[uint16](y), convert[uint32](y), convert[uint64](y))
	x = -1e10
	fmt.Println(convert[int8](x), convert[uint8](x), convert[int16](x), convert[uint64](x), convert[int32](x), convert[uint32](x))
	// In other forms than a plain expression.
	var a [256]int
	a[uint8(x)]++
	var i8 int8 = 5
	i8 += int8(x)
	s := []int32{int32(x), int32(-x)}
	m := map[uint16]bool{uint16(x): true}
	fmt.Println(a[0], i8, s, m, int64(int32(x))+1, uint64(uint32(x))<<1, int32(x) < 0, uint32(x) > 7)
	defer func(v int16, w uint8) { fmt.Println(v, w) }(int16(x), uint8(-x))
}

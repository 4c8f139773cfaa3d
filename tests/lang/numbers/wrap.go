// Integers of each size wrap around: arithmetic, negation, conversion.
package main

import (
	"fmt"
	"math"
)

func main() {
	var i8 int8 = 127
	var i16 int16 = math.MaxInt16
	var i32 int32 = math.MaxInt32
	var i64 int64 = math.MaxInt64
	var u8 uint8
	var u16 uint16
	var u32 uint32
	var u64 uint64
	i8++
	i16++
	i32++
	i64++
	u8--
	u16--
	u32--
	u64--
	fmt.Println(i8, i16, i32, i64, u8, u16, u32, u64)
	fmt.Println(-i8, -i64, i8/-1, i64/-1, i64%-1, i8*i8, i8*2)
	fmt.Println(u8*u8, u16*u16, u32*u32, u64*u64, u8<<1, u32<<31, -u8)
	var a, b int8 = 100, 100
	fmt.Println(a+b, a*b, a-(-b), uint8(a)+uint8(b))
	var x int64 = -1
	fmt.Println(uint8(x), uint16(x), uint32(x), uint64(x), uint32(x)>>28)
	var big uint64 = 1<<63 + 12345
	fmt.Println(int64(big), int32(big), float64(big), int8(big))
	h := uint32(2166136261)
	for _, c := range []byte("hash") {
		h ^= uint32(c)
		h *= 16777619
	}
	fmt.Println(h)
	var r uint64 = 88172645463325252
	for range 5 {
		r ^= r << 13
		r ^= r >> 7
		r ^= r << 17
	}
	fmt.Println(r, r>>40, int32(r), uint8(r))
	var up uintptr = 1
	fmt.Println(up<<63, up-2 == math.MaxUint64)
}

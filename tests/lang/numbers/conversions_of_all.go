// Conversions between numbers, strings, slices, arrays, structs and named types.
package main

import "fmt"

type S string
type R rune
type B byte
type BS []B
type RS []R
type BB []byte
type MyI int

func main() {
	s := S("héllo\xff")
	fmt.Println([]byte(s), []rune(s), BB(s), BS(s), RS(s))
	fmt.Println(string(BS{104, 105}), S(RS{104, 0x20ac, -1, 0x110000, 0xd800}), string(BB("x")))
	fmt.Println(string(rune(65)), string(R(0x1F600)), S(rune(-1)), string(B(200)))
	sl := []int{1, 2, 3, 4}
	a := [3]int(sl)
	pa := (*[2]int)(sl)
	pa[0] = 9
	fmt.Println(a, *pa, sl, [0]int(sl), (*[0]int)(sl) == nil, (*[0]int)([]int(nil)) == nil)
	func() { defer func() { fmt.Println(recover()) }(); _ = [5]int(sl) }()
	func() { defer func() { fmt.Println(recover()) }(); _ = (*[5]int)(sl[:2]) }()
	type A3 [3]int
	type PA *[2]int
	fmt.Println(A3(sl), *PA(sl))
	f := 1e20
	var i8 int8 = -128
	fmt.Println(uint8(i8), uint16(i8), int8(uint8(i8)+7), uint32(1<<32-1), int32(-7)/2, -7%3, i8/-1, i8*-1, -i8)
	_ = f
	var u64 uint64 = 1 << 63
	fmt.Println(float32(u64), float64(u64+1), int64(float64(1<<62)), float32(16777217), float64(float32(0.1)))
	var c64 complex64 = complex(1, 2)
	fmt.Println(complex128(c64), real(c64), imag(complex128(c64)))
	const big = 1 << 100
	fmt.Println(big>>98, float64(big), uint8(big>>93))
	fmt.Println(MyI(3.0), int('a'), rune("é"[0]), 'a'+1.0, "a"+"b", len("héllo"), len([...]int{9: 1}))
	type P1 struct {
		X int `a:"b"`
	}
	type P2 struct{ X int }
	fmt.Println(P2(P1{1}), (*P2)(&P1{2}).X)
	var ro <-chan int = (<-chan int)(make(chan int))
	fmt.Println(ro != nil)
	fn := func(x int) int { return x + 1 }
	type F func(int) int
	fmt.Println(F(fn)(1))
}

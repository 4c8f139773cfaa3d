// Package math where exponents wrap around and numbers are NaN.
package main

import (
	"fmt"
	"math"
)

func main() {
	numbers := []float64{0, math.Copysign(0, -1), 5e-324, 2.225e-308, 0.5, 1, -3, math.MaxFloat64, math.Inf(-1)}
	exponents := []int{0, -1, 1074, -1074, -1075, -2098, -2099, 2098, 1 << 31, -1 << 32,
		math.MaxInt64, math.MaxInt64 - 1, math.MaxInt64 - 1100, math.MinInt64, math.MinInt64 + 1, math.MinInt64 + 1100}
	for _, x := range numbers {
		fmt.Print("ldexp ", x)
		for _, e := range exponents {
			fmt.Print(" ", math.Ldexp(x, e))
		}
		fmt.Println()
	}
	nans := []uint64{0x7FF8000000000001, 0xFFF8000000000000, 0x7FF8000000000123}
	for _, bits := range nans {
		n := math.Float64frombits(bits)
		fmt.Printf("atan2 %x: %x %x %x\n", bits, math.Float64bits(math.Atan2(n, 1)),
			math.Float64bits(math.Atan2(0, n)), math.Float64bits(math.Atan2(n, n)))
		fmt.Printf("atan, asin %x: %x %x\n", bits, math.Float64bits(math.Atan(n)), math.Float64bits(math.Asin(n)))
	}
}

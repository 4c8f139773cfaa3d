// The builtins print and println of floats and complex numbers: the shortest digits, of 32 and of 64 bits.
package main

import "math"

type F float64
type G float32
type C complex128

func main() {
	for _, x := range []float64{1.5, 0, math.Copysign(0, -1), 0.1, 1, 10, 100, 123456, 1e20, 1e21, 1e22, 123456789, 1234567890123456789, 1e-4, 1e-5, 1e-6, 1e-7, 1e100, 5e-324, math.MaxFloat64, -2.5, 1.0 / 3, 2e-10, 999999.5, 1e5, 1e6, 1e7, 3e300, math.NaN(), math.Inf(1), math.Inf(-1), 12345678, 0.000123456, math.MaxFloat32} {
		println(x, float32(x), F(x), G(x), -x)
		println(complex(x, -x), complex64(complex(-x, x)), C(complex(x, 1)))
		print(x, " ", float32(x), "\n")
	}
	var e any = 1.5
	_ = e
	println(1.5, 2i, 'a', 1<<40, float32(16777216), float32(0.3), float32(1e10))
}

// Panics with floats and complex numbers of types with names, one after the other.
package main

import "math"

type F float64
type G float32
type C complex128
type D complex64

func raise(values ...any) {
	if len(values) > 1 {
		defer raise(values[1:]...)
	}
	panic(values[0])
}

func main() {
	raise(1.5, float32(0.1), F(0.1), G(0.1), 1+2i, C(1+2i), D(complex(0.1, -0.1)), 1e21, math.NaN(), F(math.Inf(1)), math.Copysign(0, -1), C(complex(math.NaN(), math.Inf(-1))), F(1e6), 123456.0, F(1e-5), complex64(3))
}

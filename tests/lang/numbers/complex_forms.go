// Complex numbers: arithmetic, constants, parts, printing.
package main

import (
	"fmt"
	"math/cmplx"
)

type C complex64

func main() {
	c := complex(1, 2)
	d := 3 - 4i
	fmt.Println(c*d, c/d, c+d, c-d, -c, c == d, real(d), imag(d), c != complex(1, 2))
	var z complex128
	fmt.Println(c/z, z/z, cmplx.Abs(d))
	const k = 2i * 2i
	fmt.Println(k, real(k))
	var e C = 1 + 2i
	e *= e
	e += 1
	fmt.Println(e, imag(e))
	fmt.Printf("%T %T %v\n", real(e), imag(1i), complex(float32(1), 2))
	x := 'a' + 1i
	fmt.Println(x)
	m := map[complex128]string{1i: "i"}
	fmt.Println(m[1i])
	fmt.Printf("%v %.2f %8.1f %g %+v\n", c, d, c, d, c)
	fmt.Println(int(real(5+0i)), 0i == 0, complex64(c))
	e++
	fmt.Println(e)
}

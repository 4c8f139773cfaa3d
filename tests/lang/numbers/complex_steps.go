// Complex numbers with zeros of both signs: what ++, --, and arithmetic with constants make of the sign.
package main

import (
	"fmt"
	"math"
)

func main() {
	values := []float64{0, math.Copysign(0, -1), 1, -1, 2.5, math.Inf(1), math.NaN()}
	for _, a := range values {
		for _, b := range values {
			x := complex(a, b)
			dec, inc := x, x
			dec--
			inc++
			fmt.Println(x, dec, inc, -x, +x, x-1, x+1, x-1i, x+1i, 1-x, 1i-x, x*2, x*1i, 2i*x, x/2, x/1i, 1/x, x*-1, x/-1, x-0, x+0, 0-x, x*0, x == -x)
			y := complex64(x)
			dec64, inc64 := y, y
			dec64--
			inc64++
			fmt.Println(y, dec64, inc64, -y, y-1, 1-y, y*2, y/2, y*1i, y-0, 0-y)
			x += 1
			x -= 1
			x *= -1
			fmt.Println(x)
			f := a
			f--
			f++
			m := map[int]complex128{1: complex(a, b)}
			m[1]--
			s := []complex64{y}
			s[0]--
			p := &struct{ c complex128 }{complex(a, b)}
			p.c--
			fmt.Println(f, m, s, p.c)
		}
	}
}

// sort.Float64s of zeros of both signs, which are equal: they end up where the algorithm of package sort leaves them.
package main

import (
	"fmt"
	"math"
	"sort"
)

func main() {
	z := math.Copysign(0, -1)
	for n := 1; n < 60; n++ {
		x := make([]float64, n)
		for i := range x {
			switch (i*i*7 + i*3) % 11 % 5 {
			case 0:
				x[i] = 0
			case 1:
				x[i] = z
			case 2:
				x[i] = float64(i%3) - 1
			case 3:
				x[i] = math.NaN()
			case 4:
				x[i] = z
			}
		}
		sort.Float64s(x)
		fmt.Println(x)
	}
}

// Precisions that no number needs: below -1 they mean as many digits as it takes, above the digits of the number there are zeros.
package main

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

func sum(s string) (h uint32) {
	for i := 0; i < len(s); i++ {
		h = h*16777619 + uint32(s[i])
	}
	return h
}

func main() {
	for _, x := range []float64{1.5, -0.1, 5e-324, math.MaxFloat64, 0, math.Inf(1), math.NaN()} {
		for _, prec := range []int{-2, -1 << 31, -1<<31 - 5, -1 << 32, -1<<32 + 3, -1<<32 + 5000000, -1 << 63, -1<<63 + 7} {
			for _, format := range "eEfgGxXb" {
				want := strconv.FormatFloat(x, byte(format), -1, 64)
				if got := strconv.FormatFloat(x, byte(format), prec, 64); got != want {
					fmt.Println("wrong", x, prec, string(format), len(got))
				}
			}
		}
		for _, prec := range []int{999, 1000, 1001, 1099, 1100, 1101, 1500, 200000, 1000001} {
			for _, format := range "eEfgGxXb" {
				got := strconv.FormatFloat(x, byte(format), prec, 64)
				cut := strings.TrimRight(got, "0")
				fmt.Print(len(got), " ", len(cut), " ", sum(got), " ")
			}
			fmt.Println(prec, x)
		}
	}
	fmt.Println(len(strconv.FormatFloat(0.1, 'f', 1100, 32)), strconv.FormatFloat(0.1, 'f', 1200, 32)[:40])
}

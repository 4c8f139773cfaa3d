// Sscan and %f with binary exponents: which part of the number is complained of.
package main

import "fmt"

func main() {
	for _, t := range []string{"p", "1p", "1.5p3", "1p1p", "1X2p", "2p-1", "xp", "1e2p2", "0x1p4", "1p99999999999999999999", "+p2"} {
		var f float64
		n, err := fmt.Sscanf(t, "%f", &f)
		fmt.Println(t, n, err, f)
		n, err = fmt.Sscan(t, &f)
		fmt.Println(t, n, err, f)
	}
}

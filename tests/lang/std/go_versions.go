// Versions of Go: which are some, their language, their order.

package main

import (
	"fmt"
	"go/version"
)

func main() {
	vs := []string{"go1", "go1.0", "go1.20", "go1.20.0", "go1.20rc1", "go1.21", "go1.21.0", "go1.21rc1", "go1.21beta2", "go1.22.1", "go1.22.10", "go1.23.4-custom", "", "1.21", "go1.021", "go1.21.", "go1.21rc", "go1.21.1rc2", "go2", "gox", "go1.-x", "go1.21-rc", "go1.999", "go1.21RC1", "go01", "go1.0.1", "go1..1"}
	for _, x := range vs {
		fmt.Printf("%q %v %q:", x, version.IsValid(x), version.Lang(x))
		for _, y := range vs {
			fmt.Print(" ", version.Compare(x, y))
		}
		fmt.Println()
	}
}

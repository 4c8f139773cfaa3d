// Functions that cannot be ranged over, and loops that ask for too much.
package main

type myBool bool

func none()                             {}
func two(a, b func() bool)              {}
func result(yield func() bool) int      { return 0 }
func number(n int)                      {}
func three(yield func(a, b, c int) bool) {}
func noBool(yield func(int))            {}
func named(yield func(int) myBool)      {}
func zero(yield func() bool)            {}
func one(yield func(int) bool)          {}

func main() {
	for range none {
	}
	for range two {
	}
	for range result {
	}
	for range number {
	}
	for range three {
	}
	for range noBool {
	}
	for range named {
	}
	for i := range zero {
		_ = i
	}
	for i, j := range one {
		_, _ = i, j
	}
}

// A file that asks for less than Go 1.21 gets that, and the hint is at the module's version.

//go:build !windows && go1.18 && !(ignore && go1.30)

package main

func main() {
	for range 10 {
	}
	_ = max(1, 2)
}

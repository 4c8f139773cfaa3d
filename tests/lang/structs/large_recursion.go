// A recursion without end whose values are too large for frames ends as one of small values does, not by want of memory.
package main

type large [200]int

func endless(n int, a large) int { return endless(n+1, a) + a[0] }

func main() {
	endless(0, large{})
}

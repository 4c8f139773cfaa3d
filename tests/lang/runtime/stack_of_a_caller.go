// A collection lets stacks shrink; a caller whose frame is large goes on in all of it.
package main

import (
	"fmt"
	"runtime"
)

type large struct{ at [100]int }

func same(a, b, c, d large) bool { return a == b && b == c && c == d }

func collect(depth int) int {
	if depth == 0 {
		runtime.GC()
	}
	sum := 0
	for i := 0; i < 3; i++ {
		sum += i
	}
	if depth > 0 {
		sum += collect(depth - 1)
	}
	return sum
}

func compare(a large) (all bool) {
	all = true
	for i := 0; i < 20; i++ {
		collect(i % 3)
		all = all && same(a, a, a, a)
	}
	return all
}

func main() {
	var a large
	for i := range a.at {
		a.at[i] = i
	}
	fmt.Println("in main:", compare(a))
	done := make(chan bool)
	for i := 0; i < 4; i++ {
		go func() { done <- compare(a) }()
	}
	for i := 0; i < 4; i++ {
		fmt.Println("in a goroutine:", <-done)
	}
	func() {
		defer func() {
			recover()
			fmt.Println("in a deferred call:", compare(a))
		}()
		collect(2)
		panic(1)
	}()
}

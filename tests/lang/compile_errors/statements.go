// Statements in wrong places and of wrong types: fallthrough, defer, go, send, conditions, ranges.
package main

func main() {
	switch 1 {
	case 1:
		fallthrough
	}
	defer 1
	fallthrough
	defer func() {}
	go 5
	var ch chan int
	5 <- 1
	if 1 {
	}
	for "s" {
	}
	for i := range 1.5 {
	}
	for a, b := range 5 {
	}
	_ = ch
}

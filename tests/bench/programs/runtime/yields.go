// A sum of what a function yields: by a loop over it, and by a callback that does what the body does.
package main

import (
	"os"
	"strconv"
)

func numbers(n int) func(func(int) bool) {
	return func(yield func(int) bool) {
		for i := range n {
			if !yield(i) {
				return
			}
		}
	}
}

func main() {
	n, err := strconv.Atoi(os.Args[2])
	if err != nil {
		panic(err)
	}
	sum := 0
	if os.Args[1] == "loop" {
		for i := range numbers(n) {
			for j := range numbers(4) {
				if j == 3 {
					continue
				}
				sum += i ^ j
			}
		}
	} else {
		numbers(n)(func(i int) bool {
			numbers(4)(func(j int) bool {
				if j == 3 {
					return true
				}
				sum += i ^ j
				return true
			})
			return true
		})
	}
	os.Stdout.WriteString(strconv.Itoa(sum) + "\n")
}

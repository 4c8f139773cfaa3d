package main

import (
	"fmt"
	"os"
	"strconv"
	"sync"
)

func argN(def int) int {
	if len(os.Args) > 1 {
		v, err := strconv.Atoi(os.Args[1])
		if err == nil {
			return v
		}
	}
	return def
}

// N goroutines are made, add up what they were given, and end.
func main() {
	n := argN(1000000)
	const batch = 1000
	sums := make([]int, batch)
	for i := 0; i < n; i += batch {
		var wait sync.WaitGroup
		wait.Add(batch)
		for k := 0; k < batch; k++ {
			go func(k int) {
				sums[k] += i + k
				wait.Done()
			}(k)
		}
		wait.Wait()
	}
	total := 0
	for _, sum := range sums {
		total += sum
	}
	fmt.Println(total)
}

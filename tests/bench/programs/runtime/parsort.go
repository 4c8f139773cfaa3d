package main

import (
	"fmt"
	"os"
	"strconv"
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

// A merge sort that halves its work among goroutines: GOMAXPROCS says how many run at once.
func merge(to, a, b []int) {
	i, j := 0, 0
	for k := range to {
		if j == len(b) || i < len(a) && a[i] <= b[j] {
			to[k] = a[i]
			i++
		} else {
			to[k] = b[j]
			j++
		}
	}
}

// Sorts a with room for as much in scratch; the result is in a.
func mergeSort(a, scratch []int, depth int) {
	if len(a) < 2 {
		return
	}
	half := len(a) / 2
	if depth > 0 {
		done := make(chan bool)
		go func() {
			mergeSort(a[:half], scratch[:half], depth-1)
			done <- true
		}()
		mergeSort(a[half:], scratch[half:], depth-1)
		<-done
	} else {
		mergeSort(a[:half], scratch[:half], 0)
		mergeSort(a[half:], scratch[half:], 0)
	}
	copy(scratch, a)
	merge(a, scratch[:half], scratch[half:])
}

func main() {
	n := argN(1 << 20)
	a := make([]int, n)
	x := uint64(42)
	for i := range a {
		x = x*6364136223846793005 + 1442695040888963407
		a[i] = int(x >> 40)
	}
	mergeSort(a, make([]int, n), 6)
	sum := 0
	for i := 1; i < n; i++ {
		if a[i-1] > a[i] {
			fmt.Println("out of order at", i)
		}
		sum += a[i] * (i % 7)
	}
	fmt.Println(sum)
}

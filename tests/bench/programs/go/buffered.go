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

// N values through a source, four stages and a sink, channels with a buffer of 128.
func source(n int, out chan int) {
	for i := 0; i < n; i++ {
		out <- i
	}
	close(out)
}

func stage(k int, in, out chan int) {
	for v := range in {
		out <- v + k
	}
	close(out)
}

func main() {
	n := argN(300000)
	in := make(chan int, 128)
	go source(n, in)
	for k := 0; k < 4; k++ {
		out := make(chan int, 128)
		go stage(k, in, out)
		in = out
	}
	sum := 0
	for v := range in {
		sum += v
	}
	fmt.Println(sum)
}

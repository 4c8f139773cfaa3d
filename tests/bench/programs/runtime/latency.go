package main

import (
	"fmt"
	"os"
	"strconv"
	"time"
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

type message []byte

const live = 200000

// N messages of 1 KiB are pushed, of which the newest 200,000 are live. The worst push, in
// microseconds, goes to standard error: it is how long the collector made the program wait.
func main() {
	n := argN(2000000)
	buffer := make([]message, live)
	var worst time.Duration
	sum := 0
	for i := 0; i < n; i++ {
		start := time.Now()
		m := make(message, 1024)
		for k := range m {
			m[k] = byte(i)
			if k == 7 {
				break
			}
		}
		buffer[i%live] = m
		if took := time.Since(start); took > worst {
			worst = took
		}
		sum += int(m[3])
	}
	fmt.Fprintln(os.Stderr, "worst", worst.Microseconds())
	fmt.Println(sum)
}

// Latency keeps a window of messages of 1 KiB and pushes new ones into it, each in the place of the oldest. With
// -time it says on standard error how long the worst push took: that is what a collector's pauses and the help
// that it asks of the program cost somebody who waits.
//
// Its arguments are the number of messages that live and the number of pushes; the usual ones to measure with
// are 200000 and 10000000.
package main

import (
	"fmt"
	"os"
	"runtime"
	"strconv"
	"time"
)

const messageBytes = 1024

type buffer [][]byte

var worst time.Duration

// message makes a message whose bytes all tell its number.
func message(n int) []byte {
	m := make([]byte, messageBytes)
	for i := range m {
		m[i] = byte(n)
	}
	return m
}

func push(window buffer, n int) {
	start := time.Now()
	window[n%len(window)] = message(n)
	if took := time.Since(start); took > worst {
		worst = took
	}
}

// check looks whether the window holds the messages before number n.
func check(window buffer, n int) bool {
	for i := max(0, n-len(window)); i < n; i++ {
		m := window[i%len(window)]
		if len(m) != messageBytes || m[0] != byte(i) || m[messageBytes-1] != byte(i) {
			return false
		}
	}
	return true
}

func main() {
	timed := false
	sizes := [2]int{200, 2000}
	words := os.Args[1:]
	if len(words) > 0 && words[0] == "-time" {
		timed = true
		words = words[1:]
	}
	for i, word := range words {
		n, err := strconv.Atoi(word)
		if err != nil || n < 1 || i >= len(sizes) {
			fmt.Fprintln(os.Stderr, "usage: latency [-time] [MESSAGES [PUSHES]]")
			os.Exit(2)
		}
		sizes[i] = n
	}
	window := make(buffer, sizes[0])
	for n := range sizes[1] {
		push(window, n)
	}
	for range 3 {
		runtime.GC()
	}
	if !check(window, sizes[1]) {
		fmt.Println("a message was lost")
		os.Exit(1)
	}
	fmt.Println(sizes[0], "messages,", sizes[1], "pushes")
	if timed {
		fmt.Fprintln(os.Stderr, "worst push:", worst)
	}
}

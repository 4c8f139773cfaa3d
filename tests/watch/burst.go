// A program whose heap was large once, and that goes on with a small one: burst.go MEGABYTES. Within ten seconds at
// least four fifths of what it took from the system are back there.
package main

import (
	"fmt"
	"os"
	"runtime"
	"strconv"
	"strings"
	"time"
)

type node struct {
	next *node
	data [30]int
}

var live, garbage *node

// Resident memory in MB.
func resident() int {
	text, err := os.ReadFile("/proc/self/status")
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	_, line, _ := strings.Cut(string(text), "VmRSS:")
	kilobytes, _ := strconv.Atoi(strings.Fields(line)[0])
	return kilobytes >> 10
}

func build(megabytes int) (list *node) {
	for i := 0; i < megabytes<<20/256; i++ {
		list = &node{next: list}
		list.data[29] = i
	}
	return list
}

func main() {
	size := 128
	if len(os.Args) > 1 {
		size, _ = strconv.Atoi(os.Args[1])
	}
	live = build(size / 100)
	before := resident()
	live = build(size)
	peak := resident()
	if peak-before < size*9/10 {
		fmt.Println("only", peak-before, "MB resident")
	}
	live = build(size / 100)
	runtime.GC()
	start, now := time.Now(), resident()
	for time.Since(start) < 10*time.Second && (peak-now)*10 < (peak-before)*8 {
		time.Sleep(50 * time.Millisecond)
		garbage = build(1)
		now = resident()
	}
	fmt.Fprintf(os.Stderr, "%d MB before, %d at most, %d after %v\n", before, peak, now, time.Since(start))
	fmt.Println("back:", (peak-now)*10 >= (peak-before)*8)
}

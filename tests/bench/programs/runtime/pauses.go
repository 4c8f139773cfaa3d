package main

import (
	"fmt"
	"os"
	"runtime"
	"sort"
	"strconv"
)

type node struct {
	l, r *node
	pad  [6]int64
}

func tree(d int) *node {
	n := new(node)
	if d > 1 {
		n.l = tree(d - 1)
		n.r = tree(d - 1)
	}
	return n
}

var root *node
var ring [1024]*node

// Allocates beside a tree of 2^D-1 nodes of 64 bytes until K cycles have run, and writes the 50th and
// the 99th percentile of the pauses of a cycle, in microseconds, to standard error: "pauses D K". K is
// at most 256.
func main() {
	d, _ := strconv.Atoi(os.Args[1])
	k, _ := strconv.Atoi(os.Args[2])
	root = tree(d)
	runtime.GC()
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	first := int(stats.NumGC)
	for n := 0; int(stats.NumGC) < first+k; n++ {
		x := new(node)
		x.l = ring[(n+7)&1023]
		if n&15 == 0 {
			x.l = nil
		}
		ring[n&1023] = x
		if n&0xffff == 0 {
			runtime.ReadMemStats(&stats)
		}
	}
	pauses := make([]int, k)
	for i := range pauses {
		pauses[i] = int(stats.PauseNs[(first+i)%256] / 1000)
	}
	sort.Ints(pauses)
	fmt.Fprintln(os.Stderr, "pauses", pauses[k/2], pauses[k*99/100])
	fmt.Println(root.l != nil)
}

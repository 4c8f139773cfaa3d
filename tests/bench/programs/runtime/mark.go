package main

import (
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
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

func shuffled(d int) *node {
	n := 1<<uint(d) - 1
	a := make([]*node, n)
	for i := range a {
		a[i] = new(node)
	}
	x := uint64(42)
	for i := n - 1; i > 0; i-- {
		x = x*6364136223846793005 + 1442695040888963407
		j := int((x >> 33) % uint64(i+1))
		a[i], a[j] = a[j], a[i]
	}
	for i := 0; 2*i+2 < n; i++ {
		a[i].l = a[2*i+1]
		a[i].r = a[2*i+2]
	}
	return a[0]
}

var root *node

// Collects K times beside a tree of 2^D-1 nodes of 64 bytes, allocated in order or shuffled:
// "mark D order|shuffle K". What a collection costs is the difference to K = 0.
func main() {
	d, _ := strconv.Atoi(os.Args[1])
	k, _ := strconv.Atoi(os.Args[3])
	debug.SetGCPercent(-1)
	if os.Args[2] == "shuffle" {
		root = shuffled(d)
	} else {
		root = tree(d)
	}
	for i := 0; i < k+1; i++ {
		runtime.GC()
	}
	fmt.Println(root.l != nil)
}

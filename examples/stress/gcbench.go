// Gcbench is after the benchmark for collectors of Ellis, Kovac and Boehm: trees of all depths are built from
// the root down and from the leaves up, while a large tree and an array stay.
//
// Its argument is the depth of the tree that stays.
package main

import (
	"fmt"
	"os"
	"runtime"
	"strconv"
)

type node struct {
	left, right *node
	i, j        int
}

const minDepth = 4

// size is the number of nodes in a tree of the depth given.
func size(depth int) int { return 1<<(depth+1) - 1 }

// populate grows a tree below n, from the root down: each store is one into an older object.
func (n *node) populate(depth int) {
	if depth == 0 {
		return
	}
	n.left, n.right = &node{}, &node{}
	n.left.populate(depth - 1)
	n.right.populate(depth - 1)
}

// grow makes a tree from the leaves up: no object is stored into after it was made.
func grow(depth int) *node {
	if depth == 0 {
		return &node{}
	}
	return &node{left: grow(depth - 1), right: grow(depth - 1)}
}

func (n *node) count() int {
	if n == nil {
		return 0
	}
	return 1 + n.left.count() + n.right.count()
}

// rounds is how often a tree of that depth is built: as many nodes for each depth.
func rounds(depth, longLived int) int { return 2 * size(longLived) / size(depth) }

func main() {
	longDepth := 10
	if len(os.Args) > 1 {
		depth, err := strconv.Atoi(os.Args[1])
		if err != nil || depth < minDepth || depth > 28 {
			fmt.Fprintln(os.Stderr, "usage: gcbench [DEPTH], from 4 to 28")
			os.Exit(2)
		}
		longDepth = depth
	}
	fmt.Println("stretch:", grow(longDepth+1).count(), "nodes")

	longLived := &node{}
	longLived.populate(longDepth)
	array := make([]float64, size(longDepth))
	for i := 1; i < len(array); i++ {
		array[i] = 1 / float64(i)
	}

	for depth := minDepth; depth <= longDepth; depth += 2 {
		down, up := 0, 0
		n := rounds(depth, longDepth)
		for range n {
			root := &node{}
			root.populate(depth)
			down += root.count()
		}
		for range n {
			up += grow(depth).count()
		}
		fmt.Printf("%d trees of depth %d: %d nodes from the root, %d from the leaves\n", n, depth, down, up)
	}

	for range 3 {
		runtime.GC()
	}
	middle := len(array) / 2
	if longLived.count() != size(longDepth) || array[middle] != 1/float64(middle) {
		fmt.Println("what should stay was lost")
		os.Exit(1)
	}
	fmt.Println("what stayed:", longLived.count(), "nodes")
}

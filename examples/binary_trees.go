// Binary_trees builds and drops many binary trees: work for the allocator and the collector.
//
// Its argument is the depth of the largest tree.
package main

import (
	"fmt"
	"os"
	"strconv"
)

type node struct {
	left, right *node
}

// grow makes a perfect tree of the depth given.
func grow(depth int) *node {
	if depth == 0 {
		return &node{}
	}
	return &node{grow(depth - 1), grow(depth - 1)}
}

// count counts the nodes.
func (n *node) count() int {
	if n.left == nil {
		return 1
	}
	return 1 + n.left.count() + n.right.count()
}

const minDepth = 4

func main() {
	maxDepth := 10
	if len(os.Args) > 1 {
		depth, err := strconv.Atoi(os.Args[1])
		if err != nil || depth < 0 || depth > 30 {
			fmt.Fprintln(os.Stderr, "usage: binary_trees [DEPTH], from 0 to 30")
			os.Exit(2)
		}
		maxDepth = depth
	}
	if maxDepth < minDepth+2 {
		maxDepth = minDepth + 2
	}

	fmt.Printf("stretch tree of depth %d\t check: %d\n", maxDepth+1, grow(maxDepth+1).count())
	longLived := grow(maxDepth)
	for depth := minDepth; depth <= maxDepth; depth += 2 {
		iterations := 1 << (maxDepth - depth + minDepth)
		check := 0
		for range iterations {
			check += grow(depth).count()
		}
		fmt.Printf("%d\t trees of depth %d\t check: %d\n", iterations, depth, check)
	}
	fmt.Printf("long lived tree of depth %d\t check: %d\n", maxDepth, longLived.count())
}

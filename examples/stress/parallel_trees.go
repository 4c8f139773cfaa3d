// Parallel_trees has goroutines build and drop trees at the same time, and hand them to others that count them.
//
// Its arguments are the depth of the trees, the number of goroutines, and how many trees each builds.
package main

import (
	"fmt"
	"os"
	"runtime"
	"strconv"
	"sync"
)

type node struct {
	left, right *node
	label       int
}

// grow makes a tree whose labels are those of a heap: a node's children are 2n and 2n+1.
func grow(depth, label int) *node {
	if depth == 0 {
		return &node{label: label}
	}
	return &node{grow(depth-1, 2*label), grow(depth-1, 2*label+1), label}
}

// sum adds the labels up, and checks each.
func (n *node) sum(label int) int {
	if n == nil {
		return 0
	}
	if n.label != label {
		panic(fmt.Sprintf("node %d has the label %d", label, n.label))
	}
	return n.label + n.left.sum(2*label) + n.right.sum(2*label+1)
}

type result struct{ builder, sum int }

func main() {
	sizes := [3]int{7, 4, 24} // depth, goroutines, trees
	for i, word := range os.Args[1:] {
		n, err := strconv.Atoi(word)
		if err != nil || n < 1 || i >= len(sizes) {
			fmt.Fprintln(os.Stderr, "usage: parallel_trees [DEPTH [GOROUTINES [TREES]]]")
			os.Exit(2)
		}
		sizes[i] = n
	}
	depth, goroutines, trees := sizes[0], sizes[1], sizes[2]

	kept := make([]*node, goroutines)
	fromBuilders := make(chan *node, goroutines)
	sums := make(chan int)
	var builders, counters sync.WaitGroup
	for i := range goroutines {
		builders.Add(1)
		counters.Add(1)
		go func() {
			defer builders.Done()
			for range trees {
				kept[i] = grow(depth, 1)
				fromBuilders <- kept[i]
			}
		}()
		go func() {
			defer counters.Done()
			for tree := range fromBuilders {
				sums <- tree.sum(1)
			}
		}()
	}
	go func() {
		builders.Wait()
		close(fromBuilders)
		counters.Wait()
		close(sums)
	}()
	total := 0
	for sum := range sums {
		total += sum
	}
	nodes := 1<<(depth+1) - 1
	if total != goroutines*trees*nodes*(nodes+1)/2 {
		fmt.Println("the labels add up to", total)
		os.Exit(1)
	}

	for range 3 {
		runtime.GC()
	}
	for _, tree := range kept {
		total -= tree.sum(1)
	}
	fmt.Println(goroutines, "goroutines,", goroutines*trees, "trees of", nodes, "nodes; the labels of those not kept:", total)
}

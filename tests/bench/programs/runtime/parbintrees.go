package main

import (
	"fmt"
	"os"
	"strconv"
	"sync"
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

// Binary trees by as many goroutines as there are tasks: GOMAXPROCS says how many run at once.
type node struct {
	left, right *node
}

func bottomUp(d int) *node {
	if d == 0 {
		return &node{}
	}
	return &node{bottomUp(d - 1), bottomUp(d - 1)}
}

func (n *node) check() int {
	if n.left == nil {
		return 1
	}
	return 1 + n.left.check() + n.right.check()
}

func main() {
	depth := argN(14)
	const tasks = 8
	long := bottomUp(depth)
	var counts [tasks]int
	var wait sync.WaitGroup
	for k := 0; k < tasks; k++ {
		wait.Add(1)
		go func(k int) {
			for i := 0; i < 8; i++ {
				counts[k] += bottomUp(depth - k%2).check()
			}
			wait.Done()
		}(k)
	}
	wait.Wait()
	fmt.Println(long.check(), counts)
}

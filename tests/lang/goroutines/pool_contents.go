// What a sync.Pool holds lives through a collection, on every P, with all that it points to.
package main

import (
	"fmt"
	"runtime"
	"sync"
)

type node struct {
	values []int
	next   *node
}

// chain makes a list whose parts nothing but its head keeps alive.
func chain(seed int) *node {
	var head *node
	for i := range 5 {
		head = &node{[]int{seed, i, seed + i}, head}
	}
	return head
}

func whole(head *node) bool {
	i := 4
	for n := head; n != nil; n = n.next {
		if len(n.values) != 3 || n.values[1] != i || n.values[2] != n.values[0]+i {
			return false
		}
		i--
	}
	return i == -1
}

func main() {
	runtime.GOMAXPROCS(8)
	var pool sync.Pool
	var group sync.WaitGroup
	var reused, broken [8]int
	for g := range 8 {
		group.Add(1)
		go func() {
			defer group.Done()
			for round := range 300 {
				head, ok := pool.Get().(*node)
				if !ok {
					head = chain(g * round)
				} else {
					reused[g]++
				}
				if !whole(head) {
					broken[g]++
				}
				pool.Put(head)
				if round%25 == g {
					runtime.GC()
				} else if round%3 == 0 {
					runtime.Gosched()
				}
				chain(-1) // takes memory that was freed by mistake
			}
		}()
	}
	group.Wait()
	sum := 0
	for _, n := range reused {
		sum += n
	}
	fmt.Println("reused some:", sum > 0)
	fmt.Println("broken:", broken)
}

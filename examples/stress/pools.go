// Pools passes lists from hand to hand through sync.Pools, on all Ps, while collections empty the pools. Each list is checked
// when it is taken out.
//
// Its arguments are the number of goroutines and how often each takes a list.
package main

import (
	"fmt"
	"os"
	"runtime"
	"strconv"
	"sync"
	"sync/atomic"
)

// list is a chain of numbers; all nodes but the first are kept alive by it alone.
type list struct {
	next   *list
	values []int
}

const length = 6

func newList(seed int) *list {
	var l *list
	for i := range length {
		l = &list{l, []int{seed, seed * i}}
	}
	return l
}

func (l *list) whole() bool {
	for i := length - 1; i >= 0; i-- {
		if l == nil || len(l.values) != 2 || l.values[1] != l.values[0]*i {
			return false
		}
		l = l.next
	}
	return l == nil
}

func main() {
	sizes := [2]int{12, 300}
	for i, word := range os.Args[1:] {
		n, err := strconv.Atoi(word)
		if err != nil || n < 1 || i >= len(sizes) {
			fmt.Fprintln(os.Stderr, "usage: pools [GOROUTINES [TURNS]]")
			os.Exit(2)
		}
		sizes[i] = n
	}
	goroutines, turns := sizes[0], sizes[1]
	pools := make([]sync.Pool, 3)
	var group sync.WaitGroup
	var taken, spoiled atomic.Int64
	for id := range goroutines {
		group.Add(1)
		go func() {
			defer group.Done()
			for turn := range turns {
				pool := &pools[(id+turn)%len(pools)]
				l, ok := pool.Get().(*list)
				if !ok {
					l = newList(id + turn)
				}
				taken.Add(1)
				if !l.whole() {
					spoiled.Add(1)
				}
				if turn%3 == 0 {
					runtime.Gosched()
				}
				if turn%5 == id%5 {
					pool.Put(newList(turn))
				}
				pool.Put(l)
				if turn%40 == id {
					runtime.GC()
				}
			}
		}()
	}
	group.Wait()
	pools = nil
	runtime.GC()
	runtime.GC()
	fmt.Println("taken:", taken.Load())
	fmt.Println("spoiled:", spoiled.Load())
}

package main

import (
	"runtime"
	"sort"
	"strings"
	"sync"
)

type node struct{ a, b int }

func newNode(n int) *node { return &node{n, ^n} }

func (n *node) value() int {
	if n.b != ^n.a {
		panic("an object is lost")
	}
	return n.a
}

// Goes so deep that the stack must grow, and gives way on the way back.
func deep(n int, v *node) int {
	if n == 0 {
		runtime.Gosched()
		return v.value()
	}
	w := newNode(n)
	got := deep(n-1, v)
	if w.value() != n {
		panic("a frame is not what it was")
	}
	return got
}

// Natives that call back, whose goroutines wait, grow their stacks, panic and are collected meanwhile.
func main() {
	var wg sync.WaitGroup
	c := make(chan int)
	for k := range 3 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			list := make([]*node, 9)
			for i := range list {
				list[i] = newNode((i * 5) % 9)
			}
			calls := 0
			sort.Slice(list, func(i, j int) bool {
				calls++
				switch calls % 8 {
				case 3:
					return deep(20*k+calls, list[i]) < list[j].value()
				case 5:
					select {
					case c <- calls:
					case <-c:
					default:
					}
				case 7:
					if k == 1 && calls < 20 {
						runtime.GC()
					}
				}
				return list[i].value() < list[j].value()
			})
			for i, n := range list {
				if n.value() != i {
					panic("not sorted")
				}
			}
			func() {
				kept := newNode(k)
				defer func() {
					if recover() != "in a callback" || kept.value() != k {
						panic("another panic")
					}
				}()
				strings.Map(func(r rune) rune {
					if r == 'c' {
						deep(100, kept)
						panic("in a callback")
					}
					return r + rune(deep(3, kept)-k)
				}, "abc")
			}()
			i := sort.Search(100, func(i int) bool { return deep(i, newNode(i)) >= 70 })
			if i != 70 {
				panic("not found")
			}
		}()
	}
	wg.Wait()
}

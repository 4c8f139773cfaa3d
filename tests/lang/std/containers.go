// Packages container/heap, list and ring.
package main

import (
	"container/heap"
	"container/list"
	"container/ring"
	"fmt"
)

type ints []int

func (h ints) Len() int           { return len(h) }
func (h ints) Less(i, j int) bool { return h[i] < h[j] }
func (h ints) Swap(i, j int)      { h[i], h[j] = h[j], h[i] }
func (h *ints) Push(x any)        { *h = append(*h, x.(int)) }
func (h *ints) Pop() any {
	n := len(*h)
	x := (*h)[n-1]
	*h = (*h)[:n-1]
	return x
}

func main() {
	h := &ints{5, 2, 8, 1, 9}
	heap.Init(h)
	heap.Push(h, 3)
	(*h)[2] = 0
	heap.Fix(h, 2)
	fmt.Println(heap.Remove(h, 1), *h)
	for h.Len() > 0 {
		fmt.Print(heap.Pop(h), " ")
	}
	l := list.New()
	two := l.PushBack(2)
	l.PushFront(0)
	l.InsertBefore(1, two)
	l.MoveToFront(two)
	for e := l.Front(); e != nil; e = e.Next() {
		fmt.Print(e.Value, " ")
	}
	r := ring.New(5)
	for i := 0; i < r.Len(); i++ {
		r.Value = i
		r = r.Next()
	}
	r.Unlink(2)
	r.Do(func(x any) { fmt.Print(x, " ") })
	fmt.Println(l.Len())
}

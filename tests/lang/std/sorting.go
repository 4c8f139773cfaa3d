// sort.Sort, Stable and Slice on many shapes give the permutations of Go; container/heap, list and
// ring.
package main

import (
	"container/heap"
	"container/list"
	"container/ring"
	"fmt"
	"math"
	"math/rand"
	"sort"
)

type KV struct{ K, V int }
type byK []KV

func (b byK) Len() int           { return len(b) }
func (b byK) Less(i, j int) bool { return b[i].K < b[j].K }
func (b byK) Swap(i, j int)      { b[i], b[j] = b[j], b[i] }

type IH []int

func (h IH) Len() int           { return len(h) }
func (h IH) Less(i, j int) bool { return h[i] < h[j] }
func (h IH) Swap(i, j int)      { h[i], h[j] = h[j], h[i] }
func (h *IH) Push(x any)        { *h = append(*h, x.(int)) }
func (h *IH) Pop() any {
	o := *h
	x := o[len(o)-1]
	*h = o[:len(o)-1]
	return x
}

func gen(r *rand.Rand, kind, n, m int) []KV {
	x := make([]KV, n)
	for i := range x {
		k := r.Intn(m)
		switch kind {
		case 1:
			k = i
		case 2:
			k = n - i
		case 3:
			k = i % m
		case 4:
			k = i
			if r.Intn(20) == 0 {
				k = r.Intn(n)
			}
		case 5:
			if i < n/2 {
				k = i
			} else {
				k = n - i
			}
		case 6:
			k = 7
		}
		x[i] = KV{k, i}
	}
	return x
}

func hash(x []KV) uint32 {
	h := uint32(1)
	for _, e := range x {
		h = h*31 + uint32(e.K)
		h = h*31 + uint32(e.V)
	}
	return h
}

func main() {
	r := rand.New(rand.NewSource(1))
	for kind := 0; kind < 7; kind++ {
		for _, n := range []int{0, 1, 2, 5, 12, 13, 30, 50, 51, 100, 300, 1000} {
			for _, m := range []int{2, 10, 1000} {
				x := gen(r, kind, n, m)
				y := append([]KV(nil), x...)
				z := append([]KV(nil), x...)
				w := append([]KV(nil), x...)
				v := append([]KV(nil), x...)
				sort.Sort(byK(x))
				sort.Slice(y, func(i, j int) bool { return y[i].K < y[j].K })
				sort.Stable(byK(z))
				sort.SliceStable(w, func(i, j int) bool { return w[i].K < w[j].K })
				sort.Sort(sort.Reverse(byK(v)))
				fmt.Println(kind, n, m, hash(x), hash(y), hash(z), hash(w), hash(v), sort.IsSorted(byK(x)), sort.SliceIsSorted(v, func(i, j int) bool { return v[i].K < v[j].K }))
			}
		}
	}
	fs := []float64{3, math.NaN(), -1, math.Inf(1), 0, math.Inf(-1), 2.5, math.NaN(), -0.5}
	sort.Float64s(fs)
	fmt.Println(fs, sort.Float64sAreSorted(fs))
	var is []int
	var st []string
	for i := 0; i < 1000; i++ {
		is = append(is, int(r.Uint64()))
		st = append(st, fmt.Sprint(r.Intn(500), "é"))
	}
	sort.Ints(is)
	sort.Strings(st)
	fmt.Println(is[:5], is[995:], st[:5], st[995:], sort.IntsAreSorted(is), sort.StringsAreSorted(st))
	sort.Sort(sort.Reverse(sort.StringSlice(st)))
	fmt.Println(st[:3])
	sort.IntSlice(is).Sort()
	fmt.Println(sort.SearchInts(is, is[500]), sort.SearchStrings([]string{"a", "c"}, "b"), sort.SearchFloat64s([]float64{1, 2}, 1.5), sort.Search(100, func(i int) bool { return i*i >= 50 }))
	fmt.Println(sort.Find(5, func(i int) int { return 3 - i }))
	h := &IH{5, 2, 8}
	heap.Init(h)
	heap.Push(h, 3)
	for i := 0; i < 20; i++ {
		heap.Push(h, r.Intn(50))
	}
	(*h)[4] = 0
	heap.Fix(h, 4)
	fmt.Println(heap.Remove(h, 3))
	for h.Len() > 0 {
		fmt.Print(heap.Pop(h), " ")
	}
	fmt.Println()
	l := list.New()
	e4 := l.PushBack(4)
	e1 := l.PushFront(1)
	l.InsertBefore(3, e4)
	l.InsertAfter(2, e1)
	l.MoveToFront(e4)
	l.MoveAfter(e1, e4)
	l.PushBackList(l)
	l2 := list.New()
	l2.PushBack("x")
	l.PushFrontList(l2)
	for e := l.Front(); e != nil; e = e.Next() {
		fmt.Print(e.Value, " ")
	}
	fmt.Println(l.Len(), l.Remove(e4), l.Remove(e4), l.Len(), l.Back().Prev().Value)
	var zl list.List
	zl.PushBack(1)
	fmt.Println(zl.Len(), zl.Front().Value)
	rg := ring.New(5)
	for i := 0; i < rg.Len(); i++ {
		rg.Value = i
		rg = rg.Next()
	}
	rg.Unlink(2)
	rg.Do(func(x any) { fmt.Print(x, ",") })
	fmt.Println(rg.Len(), rg.Move(-1).Value)
	s2 := ring.New(2)
	rg.Link(s2)
	rg.Do(func(x any) { fmt.Print(x, ",") })
	fmt.Println()
}

// Package weak.
package main

import (
	"fmt"
	"runtime"
	"time"
	"weak"
)

type node struct {
	next *node
	a, b int
}

var global node
var zero weak.Pointer[node]
var finalized bool

//go:noinline
func clobber(depth int) int {
	var words [64]int
	if depth > 0 {
		return clobber(depth-1) + words[depth%64]
	}
	return 0
}

func gone(p weak.Pointer[node]) bool {
	for i := 0; i < 400; i++ {
		runtime.GC()
		if p.Value() == nil {
			return true
		}
		time.Sleep(time.Millisecond)
	}
	return false
}

//go:noinline
func dying() (a, b weak.Pointer[node]) {
	x := &node{a: 1}
	x.next = &node{next: x}
	return weak.Make(x), weak.Make(x)
}

//go:noinline
func finalizable() weak.Pointer[node] {
	x := &node{a: 2}
	runtime.SetFinalizer(x, func(*node) { finalized = true })
	return weak.Make(x)
}

func main() {
	x := &node{a: 7}
	p, q := weak.Make(x), weak.Make(x)
	fmt.Println(p == q, p.Value() == x, p.Value().a)
	runtime.GC()
	fmt.Println(p == weak.Make(x), p.Value() == x)
	f, g := weak.Make(&x.a), weak.Make(&x.b)
	fmt.Println(f == g, f == weak.Make(&x.a), *f.Value(), g.Value() == &x.b)
	runtime.KeepAlive(x)

	fmt.Println(zero.Value() == nil, zero == weak.Make[node](nil), weak.Make[node](nil).Value() == nil)
	fmt.Println(weak.Make(&global) == weak.Make(&global), weak.Make(&global).Value() == &global)

	a, b := dying()
	clobber(50)
	fmt.Println(gone(a), b.Value() == nil, a == b, a == p)

	c := finalizable()
	clobber(50)
	fmt.Println(gone(c))
	for i := 0; i < 400 && !finalized; i++ {
		time.Sleep(time.Millisecond)
		runtime.GC()
	}
	fmt.Println(finalized)

	cache := map[int]weak.Pointer[node]{}
	var strong []*node
	for i := 0; i < 1000; i++ {
		n := &node{a: i}
		cache[i] = weak.Make(n)
		if i%10 == 0 {
			strong = append(strong, n)
		}
	}
	clobber(50)
	runtime.GC()
	alive := 0
	for i, p := range cache {
		if v := p.Value(); v != nil {
			if v.a != i {
				panic("another object")
			}
			alive++
		}
	}
	fmt.Println(alive >= 100 && alive < 110, len(strong))
	runtime.KeepAlive(strong)
}

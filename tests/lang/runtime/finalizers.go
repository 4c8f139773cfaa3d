// Finalizers: when they run, with what, and when they do not.
package main

import (
	"fmt"
	"runtime"
	"sort"
	"sync"
	"time"
)

type node struct {
	next *node
	name string
}

type named interface{ Name() string }

func (n *node) Name() string { return n.name }

var (
	lock  sync.Mutex
	heard []string
	saved *node
)

func say(s string) {
	lock.Lock()
	heard = append(heard, s)
	lock.Unlock()
}

// spoken returns what was said since it was called last.
func spoken() []string {
	lock.Lock()
	defer lock.Unlock()
	said := heard
	heard = nil
	return said
}

// collect waits until so many finalizers have spoken, and returns what they said.
func collect(count int) []string {
	var said []string
	for tries := 0; len(said) < count && tries < 400; tries++ {
		runtime.GC()
		time.Sleep(time.Millisecond)
		said = append(said, spoken()...)
	}
	sort.Strings(said)
	return said
}

//go:noinline
func clobber(depth int) int {
	var words [64]int
	if depth > 0 {
		return clobber(depth-1) + words[depth%64]
	}
	return 0
}

//go:noinline
func simple() {
	runtime.SetFinalizer(&node{name: "a"}, func(n *node) { say(n.name) })
	runtime.SetFinalizer(&node{name: "b"}, func(n named) { say(n.Name()) })
	runtime.SetFinalizer(&node{name: "c"}, func(n any) int { say(n.(*node).name); return 1 })
	runtime.SetFinalizer(&node{name: "d"}, (*node).Name)
	removed := &node{name: "removed"}
	runtime.SetFinalizer(removed, func(n *node) { say(n.name) })
	runtime.SetFinalizer(removed, nil)
	runtime.SetFinalizer(removed, nil)
}

// Those of a chain run in the order in which the objects refer to each other, one a cycle.
//
//go:noinline
func chain() {
	var n *node
	for _, name := range []string{"3", "2", "1"} {
		n = &node{n, name}
		runtime.SetFinalizer(n, func(n *node) {
			order = append(order, n.name)
			say(n.name)
		})
	}
}

var order []string

//go:noinline
func cycle() {
	n := &node{name: "in a cycle"}
	n.next = &node{n, "other"}
	runtime.SetFinalizer(n, func(n *node) { say(n.name) })
}

// tiny objects share a block, and still each has its own.
//
//go:noinline
func tiny() {
	for i := 0; i < 100; i++ {
		x := new(uint8)
		*x = uint8(i)
		runtime.SetFinalizer(x, func(x *uint8) { say(fmt.Sprintf("tiny %03d", *x)) })
	}
}

//go:noinline
func revive() {
	runtime.SetFinalizer(&node{nil, "revived"}, func(n *node) {
		saved = n
		runtime.SetFinalizer(n, func(n *node) { say(n.name + " twice") })
		say(n.name)
	})
}

//go:noinline
func large() {
	type big struct{ words [1 << 17]uint64 }
	x := new(big)
	x.words[77] = 5
	runtime.SetFinalizer(x, func(x *big) { say(fmt.Sprint("large ", x.words[77])) })
}

func main() {
	simple()
	clobber(50)
	fmt.Println(collect(3))
	chain()
	clobber(50)
	fmt.Println(collect(3), order)
	tiny()
	clobber(50)
	got := 0 // some stay, with the block that allocation goes on in
	for _, s := range collect(90) {
		if len(s) == len("tiny 000") {
			got++
		}
	}
	fmt.Println(got >= 84)
	revive()
	clobber(50)
	fmt.Println(collect(1), saved.name)
	saved = nil
	fmt.Println(collect(1))
	large()
	clobber(50)
	fmt.Println(collect(1))
	cycle()
	clobber(50)
	for i := 0; i < 3; i++ {
		runtime.GC()
	}
	time.Sleep(5 * time.Millisecond)
	fmt.Println(len(spoken()))
	kept := &node{nil, "kept"}
	runtime.SetFinalizer(kept, func(n *node) { say(n.name) })
	runtime.GC()
	time.Sleep(5 * time.Millisecond)
	fmt.Println(len(spoken()))
	runtime.KeepAlive(kept)
}

// Graph has goroutines change one graph all the time: they tie and cut edges under locks, replace nodes by copies,
// and pass nodes through cells without locks. What must hold is checked on the way and at the end.
//
// Its arguments are the number of nodes, of goroutines, and how often each changes something.
package main

import (
	"fmt"
	"os"
	"runtime"
	"strconv"
	"sync"
	"sync/atomic"
)

// A node's check is a function of its id for as long as it lives: memory that was given away by mistake shows.
type node struct {
	id    int
	check int
	edges map[int]*node // by the other's id; the edge stands in both
}

type graph struct {
	locks []sync.Mutex // one for each place; who needs two takes the lower first
	nodes []*node      // guarded by the lock of their place
	cells []atomic.Pointer[node]
}

func checkOf(id int) int { return id*2654435761 ^ 0x5bd1e995 }

func newNode(id int) *node { return &node{id: id, check: checkOf(id), edges: map[int]*node{}} }

func (n *node) must() {
	if n.check != checkOf(n.id) {
		panic(fmt.Sprintf("node %d: the check is %d", n.id, n.check))
	}
}

// A random number generator for each goroutine.
type random uint64

func (r *random) below(n int) int {
	*r = *r*6364136223846793005 + 1442695040888963407
	return int(uint64(*r>>33) % uint64(n))
}

// with runs f on two different nodes, their locks held.
func (g *graph) with(a, b int, f func(x, y *node)) {
	low, high := min(a, b), max(a, b)
	g.locks[low].Lock()
	g.locks[high].Lock()
	defer g.locks[low].Unlock()
	defer g.locks[high].Unlock()
	x, y := g.nodes[a], g.nodes[b]
	x.must()
	y.must()
	if x.edges[b] != nil != (y.edges[a] != nil) {
		panic(fmt.Sprintf("the edge of %d and %d stands in one of them only", a, b))
	}
	f(x, y)
}

func tie(x, y *node) { x.edges[y.id], y.edges[x.id] = y, x }

func cut(x, y *node) {
	delete(x.edges, y.id)
	delete(y.edges, x.id)
}

// replace puts a copy in a node's place. Others may still point to the old one: it has the same id and check.
func (g *graph) replace(id int) {
	g.locks[id].Lock()
	defer g.locks[id].Unlock()
	old := g.nodes[id]
	copied := newNode(id)
	for other, n := range old.edges {
		copied.edges[other] = n
	}
	g.nodes[id] = copied
}

// pass takes a node out of one cell and puts it, or a new one, into another.
func (g *graph) pass(r *random) {
	n := g.cells[r.below(len(g.cells))].Swap(nil)
	if n == nil {
		n = newNode(r.below(1 << 20))
	}
	n.must()
	if old := g.cells[r.below(len(g.cells))].Swap(n); old != nil {
		old.must()
	}
}

func (g *graph) change(seed, steps int) {
	r := random(seed)
	for range steps {
		a := r.below(len(g.nodes))
		b := (a + 1 + r.below(len(g.nodes)-1)) % len(g.nodes)
		switch r.below(4) {
		case 0:
			g.with(a, b, tie)
		case 1:
			g.with(a, b, cut)
		case 2:
			g.replace(a)
		case 3:
			g.pass(&r)
		}
	}
}

// verify checks all that must hold once nobody changes the graph, and returns the number of edges.
func (g *graph) verify() int {
	ends := 0
	for id, n := range g.nodes {
		n.must()
		for other, m := range n.edges {
			m.must()
			if n.id != id || m.id != other || g.nodes[other].edges[id] == nil {
				panic(fmt.Sprintf("node %d: a wrong edge to %d", id, other))
			}
			ends++
		}
	}
	for i := range g.cells {
		if n := g.cells[i].Load(); n != nil {
			n.must()
		}
	}
	return ends / 2
}

// ring makes the graph one that does not depend on who was quicker.
func (g *graph) ring() {
	for id := range g.nodes {
		g.nodes[id] = newNode(id)
	}
	for id := range g.nodes {
		tie(g.nodes[id], g.nodes[(id+1)%len(g.nodes)])
	}
	for i := range g.cells {
		g.cells[i].Store(g.nodes[i])
	}
}

func main() {
	sizes := [3]int{32, 4, 400}
	for i, word := range os.Args[1:] {
		n, err := strconv.Atoi(word)
		if err != nil || n < 3 || i >= len(sizes) {
			fmt.Fprintln(os.Stderr, "usage: graph [NODES [GOROUTINES [CHANGES]]], each at least 3")
			os.Exit(2)
		}
		sizes[i] = n
	}
	g := &graph{
		locks: make([]sync.Mutex, sizes[0]),
		nodes: make([]*node, sizes[0]),
		cells: make([]atomic.Pointer[node], sizes[0]),
	}
	for id := range g.nodes {
		g.nodes[id] = newNode(id)
	}
	var all sync.WaitGroup
	for i := range sizes[1] {
		all.Add(1)
		go func() {
			defer all.Done()
			g.change(i+1, sizes[2])
		}()
	}
	all.Wait()
	g.verify()
	g.ring()
	for range 3 {
		runtime.GC()
	}
	fmt.Println(sizes[0], "nodes,", sizes[1], "goroutines,", sizes[2], "changes each; in the end", g.verify(), "edges")
}

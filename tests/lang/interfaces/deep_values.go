// Values nested 300,000 deep through interfaces: equality, map keys, and what cannot be compared or
// hashed at the bottom.
package main

import "fmt"

const depth = 300000

type list struct{ next any }
type counted struct {
	next any
	n    int
}
type named interface{ name() string }
type node struct {
	before int
	next   named
	_      float64
	after  float64
}

func (node) name() string { return "node" }

func lists(n int) any {
	var x any = 1
	for range n {
		x = list{x}
	}
	return x
}

func counts(n int, last any) any {
	x := last
	for i := range n {
		x = counted{x, i}
	}
	return x
}

func arrays(n int) any {
	var x any = "end"
	for i := range n {
		x = [3]any{i, x, 1.5}
	}
	return x
}

func nodes(n int, last named) named {
	x := last
	for i := range n {
		x = node{before: i, next: x, after: float64(i)}
	}
	return x
}

func try(label string, f func()) {
	defer func() { fmt.Println(label, "panics:", recover()) }()
	f()
}

func main() {
	fmt.Println("lists:", lists(depth) == lists(depth), lists(depth) == lists(depth+1))
	fmt.Println("counts:", counts(depth, 1) == counts(depth, 1), counts(depth, 1) == counts(depth, 2))
	fmt.Println("arrays:", arrays(depth) == arrays(depth), arrays(depth) == arrays(depth-1))
	fmt.Println("nodes:", nodes(depth, nil) == nodes(depth, nil), nodes(depth, nil) == nodes(depth, node{}))
	m := map[any]string{lists(depth): "lists", counts(depth, 1): "counts", arrays(depth): "arrays",
		nodes(depth, nil): "nodes"}
	fmt.Println("found:", m[lists(depth)], m[counts(depth, 1)], m[arrays(depth)], m[nodes(depth, nil)])
	fmt.Printf("not found: %q %q\n", m[counts(depth, 2)], m[lists(depth-1)])
	for i := range 50 {
		m[counts(1000, i)] = "more"
	}
	fmt.Println("length:", len(m), m[arrays(depth)])
	bad := counts(depth, []int{})
	try("equality", func() { fmt.Println(bad == counts(depth, []int{})) })
	try("hash", func() { fmt.Println(m[bad]) })
	fmt.Println("differ before that:", counted{bad, 1} == any(counted{1, 1}))
}

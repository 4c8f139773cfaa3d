// An alias and a function type stand before the type that they name.
package main

type pointer = *node
type visit = func(node) pointer
type node struct {
	next pointer
	by   visit
	v    int
}

var first pointer

func main() {
	first = &node{&node{nil, nil, 5}, func(n node) pointer { return n.next }, 6}
	println(first.by(*first).v)
}

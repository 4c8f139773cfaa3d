// A field of a nil pointer, in a method: message and traceback.
package main

type node struct {
	pad  [10]int
	next *node
}

func (n *node) last() *node {
	for n.next != nil {
		n = n.next
	}
	return n
}

func main() {
	var n *node
	println(n.last().pad[0])
}

// Which slots hold pointers that are live at each safepoint.
package main

type node struct {
	next *node
	s    string
}

func use(p *node) *node { return p }

// a is live at the first call only, b at both.
func calls(a, b *node) *node {
	use(a)
	use(b)
	return b
}

// Dead after its last use, alive again once it is assigned to.
func revived(a, b *node) *node {
	use(a)
	use(b)
	a = b.next
	use(b)
	return a
}

// What the epilogue reads is live at each safepoint.
func deferred(a, b *node) (r *node) {
	defer func() { r = a }()
	use(b)
	return b
}

// Operands are not live while the goroutine waits, results not yet.
func waits(c chan *node, d chan string, a *node, s string) (*node, string) {
	c <- a
	d <- s
	x, ok := <-c
	select {
	case y := <-c:
		return y, s
	case d <- s:
	}
	if ok {
		return x, <-d
	}
	return nil, s
}

// One pointer word of two or three.
func words(s string, l []int, e any, i error) (string, []int, any, error) {
	use(nil)
	return s, l, e, i
}

// A pointer in a temporary.
func temporaries(a, b *node) bool { return use(a) == use(b) }

func loop(a *node) (n int) {
	for p := a; p != nil; p = p.next {
		n += len(p.s)
	}
	return n
}

// No pointer at all.
func numbers(a, b int) int {
	use(nil)
	return a + b
}

// The receiver and the variadic array are roots while other operands are evaluated.
func variadic(list ...*node) int { return len(list) }
func lists(a *node) int          { return variadic(a, use(a), &node{s: "x"}) }

func main() {}

// What escape decides about a variable: whether it stays in the frame, is copied into closures, or
// lives in a cell.
package main

type point struct{ x, y int }

func (p *point) move()   { p.x++ }
func (p point) sum() int { return p.x + p.y }

// Nothing happens to them.
func plain(a int, s string, p point) int { return a + len(s) + p.y }

// Assigned to, but in the frame all the same.
func assigned(a int) int {
	a++
	a = a + 2
	return a
}

func addressTaken(a int, p point, q point) (*int, *int) {
	return &a, &p.y
}

// Only a method with a pointer receiver takes the address.
func methods(p point, q point, r *point) int {
	p.move()
	r.move()
	return p.x + q.sum()
}

// A closure copies what nobody assigns to, and shares the rest.
func captured(copied int, shared int) func() int {
	return func() int {
		shared++
		return shared + copied
	}
}

// A literal inside a literal: both capture.
func nested(a int, b string) func() func() string {
	return func() func() string {
		return func() string { return b[a:] }
	}
}

// Elements of an array: constant indices keep it in the frame, others do not, nor does a slice.
func arrays(constant [4]int, indexed [4]int, sliced [4]int, ranged [4]int, i int) int {
	sum := constant[2] + indexed[i] + len(sliced[:])
	for _, x := range ranged {
		sum += x
	}
	return sum
}

// A value that is too large for a frame.
func large(a [200]int) int { return a[3] }

// A result is assigned to by return statements.
func result() (r int) {
	defer func() { r *= 2 }()
	return 4
}

// Each iteration has a variable of its own, in a cell.
func perIteration(n int) (list []func() int) {
	for i := 0; i < n; i++ {
		list = append(list, func() int { i++; return i })
	}
	return list
}

func main() {}

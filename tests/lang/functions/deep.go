// Recursion that is millions of frames deep, through functions, methods and closures: stacks grow
// and move.
package main

import "fmt"

func down(n int) int {
	if n == 0 {
		return 0
	}
	return 1 + down(n-1)
}

type tree struct{ l, r *tree }

func build(d int) *tree {
	if d == 0 {
		return nil
	}
	return &tree{build(d - 1), build(d - 1)}
}

func (t *tree) size() int {
	if t == nil {
		return 0
	}
	return 1 + t.l.size() + t.r.size()
}

func even(n int) bool { return n == 0 || odd(n-1) }
func odd(n int) bool  { return n != 0 && even(n-1) }

func ackermann(m, n int) int {
	switch {
	case m == 0:
		return n + 1
	case n == 0:
		return ackermann(m-1, 1)
	}
	return ackermann(m-1, ackermann(m, n-1))
}

// Pointers in frames that move when the stack grows.
func chain(n int, p *int, keep []*int) int {
	x := n
	if n == 0 {
		sum := *p
		for _, k := range keep {
			sum += *k
		}
		return sum
	}
	return chain(n-1, &x, append(keep[:len(keep):len(keep)], &x)[max(0, len(keep)-5):])
}

func main() {
	fmt.Println(down(5_000_000))
	fmt.Println(build(16).size(), even(100001), ackermann(2, 300))
	x := 1
	fmt.Println(chain(100000, &x, nil))
	var f func(n int, s string) string
	f = func(n int, s string) string {
		if n == 0 {
			return s
		}
		return f(n-1, s[1:]+s[:1])
	}
	fmt.Println(f(100003, "rotation"))
}

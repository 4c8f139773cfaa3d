// Calls of all kinds, and what is generated for them.
package main

type value struct{ a, b int }

func (v value) get(n int) int  { return v.a + n }
func (v *value) set(n int)     { v.b = n }
func pair() (int, string)      { return 1, "x" }
func take(n int, s string) int { return n + len(s) }

type getter interface{ get(int) int }

func static(n int) int { return take(n, "s") }
func spread() int      { return take(pair()) }

func methods(v value, p *value) int {
	v.set(3)
	p.set(4)
	return v.get(1) + p.get(2)
}

func dynamic(g getter, f func(int) int) int { return g.get(1) + f(2) }

func values(v value, g getter) (func(int) int, func(int) int, func(value, int) int) {
	return v.get, g.get, value.get
}

func interfaces(v value, p *value, e any) (getter, getter, any, int, bool) {
	g, ok := e.(getter)
	n := e.(int)
	return v, p, g, n, ok
}

func later(v *value, n int) {
	defer v.set(n)
	go v.set(n + 1)
	defer println(n)
}

func recovers() (err any) {
	defer func() { err = recover() }()
	panic("no")
}

func builtins(l []int, m map[string]int, c chan int, a [3]int) int {
	l = append(l, 1)
	l = append(l, 2, 3)
	l = append(l, l...)
	l = l[1:len(l):cap(l)]
	copy(l, a[:])
	delete(m, "k")
	clear(m)
	close(c)
	l = make([]int, 3, 4)
	n := new(int)
	return min(*n, len(m), cap(c)) + max(len(a), 2)
}

func large(a [300]int) [300]int {
	a[7]++
	return a
}

func main() {}

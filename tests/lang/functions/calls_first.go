// What a statement reads beside the calls that it makes: Go's compiler runs the calls first, in
// order, and reads variables, fields and elements after them.
package main

import "fmt"

type point struct {
	x, y int
	arr  [3]int
	next *point
}

type small bool

func (p *point) move() int          { p.x += 10; return p.x }
func (p *point) both() (int, error) { return p.x, p.fail() }
func (p *point) fail() error        { p.x++; return nil }
func (p point) value(n int) int     { return p.x*100 + n }

type valuer interface{ value(int) int }

type flat struct{ a, b, c, d, e int }

var (
	g     int
	gs    []int
	gm    map[int]int
	gp    *point
	gf    func(int) int
	gi    valuer
	gt    flat
	gany  any
	gbool bool
	gstr  string
)

func reset() {
	g, gs, gm, gp = 1, []int{1, 2, 3}, map[int]int{1: 1}, &point{x: 1, next: &point{x: 5}}
	gf = func(n int) int { return n + 1000 }
	gi = point{x: 7}
	gt, gany, gbool, gstr = flat{c: 1}, 1, true, "a"
}

// Changes everything.
func f(n int) int {
	g += 10
	gs = []int{n + 40, n + 50, n + 60}
	gm[1] += 100
	gp = &point{x: 70, next: &point{x: 80}, arr: [3]int{7, 8, 9}}
	gf = func(n int) int { return n + 2000 }
	gi = point{x: 9}
	gt.c += 5
	gany = 50
	gbool = !gbool
	gstr += "z"
	return n
}
func fs(n int) []int     { f(n); return []int{n, n, n} }
func two() (int, string) { return f(1), "two" }

func show(name string, test func() any) {
	reset()
	defer func() {
		if r := recover(); r != nil {
			fmt.Println(name, "panic:", r, "g", g)
		}
	}()
	fmt.Println(name, test(), "g", g)
}

func sum(n ...int) (s int) {
	for i, v := range n {
		s += v << (8 * i)
	}
	return
}
func args(v ...any) string      { return fmt.Sprint(v...) }
func pair(a, b int) string      { return fmt.Sprint(a, b) }
func named() (a, b int)         { defer func() { a++ }(); a = 5; return a, f(a) }
func boxed(v any, n int) string { return fmt.Sprint(v, n) }

func main() {
	show("define", func() any { a, b := g, f(1); return pair(a, b) })
	show("var", func() any { var a, b = gp.x, f(1); return pair(a, b) })
	show("assign", func() any { var a, b int; a, b = gs[0], f(1); return pair(a, b) })
	show("assign captured", func() any {
		n, a, b := 1, 0, 0
		inc := func() int { n += 5; return n }
		a, b = n, inc()
		return pair(a, b)
	})
	show("captured", func() any {
		n := 1
		inc := func() int { n += 5; return n }
		a, b := n, inc()
		return pair(a, b)
	})
	show("address taken", func() any {
		n := 1
		p := &n
		inc := func(p *int) int { *p += 5; return *p }
		return pair(n, inc(p)) + pair(*p, inc(&n))
	})
	show("local", func() any { n := 1; a, b := n, f(2); return pair(a, b) })
	show("return", func() any { p := &point{x: 1}; a, _ := p.both(); return a })
	show("return named", func() any { a, b := named(); return pair(a, b) })
	show("arguments", func() any { return pair(g, f(1)) })
	show("variadic", func() any { return sum(g, f(1), gs[0], f(2)) })
	show("interface arguments", func() any { return args(g, gp.x, f(1), gt, gstr, gm[1]) })
	show("interface of a comparison", func() any { return args(g == 1, f(1), g == 1) })
	show("interface of a struct", func() any { return boxed(flat{a: g}, f(1)) + boxed(gt, f(1)) })
	show("receiver", func() any { return gp.value(f(1)) })
	show("pointer receiver", func() any { return gp.move() + gp.x })
	show("interface receiver", func() any { return gi.value(f(1)) })
	show("function value", func() any { return gf(f(1)) })
	show("slice literal", func() any { return []int{g, f(1), g} })
	show("array literal", func() any { return [3]int{gs[1], f(1), gp.next.x} })
	show("struct literal", func() any { return point{x: g, y: f(1)} })
	show("nested literal", func() any { return []point{{x: g}, {x: f(1), y: g}, {y: gp.x}} })
	show("map literal", func() any { return map[int]int{g: f(1), 50: g, f(2): gs[0]} })
	show("append", func() any { return append(gs, f(1)) })
	show("append several", func() any { return append(gs, g, f(1), gp.x) })
	show("append slice", func() any { return append(gs, fs(1)...) })
	show("sum", func() any { return g + f(1) + gp.x*f(2) - gs[0] })
	show("divide", func() any { return 100/(g-11) + f(0) })
	show("shift", func() any { return g<<uint(f(1)) + f(2)>>uint(gs[0]) })
	show("string", func() any { return gstr + fmt.Sprint(f(1)) + gstr })
	show("compare", func() any { return args(g == f(11), gs[0] < f(30), gstr == fmt.Sprint(f(1))) })
	show("logical", func() any { return args(g == 1 && f(1) == 1, g) })
	show("logical in call", func() any { return args(gp.x == 1 && gbool, f(1), gbool) })
	show("element", func() any { return gs[f(1)] })
	show("element of element", func() any { return gs[gs[f(1)]-50] })
	show("map element", func() any { return gm[f(1)] + gm[1]*f(1) })
	show("slice", func() any { return args(gs[f(1):], gs[g-21:f(2)], gs) })
	show("slice of call", func() any { return args(gs[:2], f(1), gs[:1]) })
	show("dereference", func() any { return *gp.next == *(&point{x: f(80)}) })
	show("conversion", func() any { return args(float64(g), f(1), int8(gs[2]), string(rune(g+60))) })
	show("assertion", func() any { return gany.(int) + f(1) + gany.(int) })
	show("length", func() any { return len(gs) + f(1) + len(gstr) })
	show("min", func() any { return args(min(g, f(3)), max(gp.x, 5)) })
	show("bytes", func() any { return args(string([]byte(gstr)), f(1), gstr) })
	show("closure", func() any { x := g; return args(func() int { x++; return x }(), x, f(x)) })
	show("print", func() any { return fmt.Sprintf("%d %d %v", g, f(1), gp.next.x) })
	show("op assign", func() any { g += f(1); gp.x *= f(2); gs[0] -= f(1); gm[1] += f(1); return args(gp.x, gs, gm) })
	show("op assign element", func() any { gs[f(0)] += g; gs[g-31] += f(2); return gs })
	show("to field", func() any { gp.next.x = f(3); return gp.next.x })
	show("to elements", func() any { gs[0], gs[f(1)] = f(2), g; return gs })
	show("to map", func() any { gm[g], gm[f(2)] = f(1), gs[0]; return gm })
	show("two values", func() any { gs[0], gstr = two(); return args(gs, gstr) })
	show("comma ok", func() any { gs[f(1)], gbool = gm[1]; return args(gs, gbool) })
	show("send", func() any { c := make(chan int, 1); c <- g + f(1); return <-c })
	show("switch", func() any {
		switch g + f(1) {
		case g + f(0):
			return "first"
		case g + 1:
			return "second"
		}
		return "none"
	})
	show("range", func() any {
		n := 0
		for range gs[f(1):] {
			n++
		}
		return n
	})
	show("range assigned", func() any {
		k := []int{0, 0, 0}
		for k[f(0)], g = range gs {
			break
		}
		return args(k, g)
	})
	show("defer", func() any {
		var s string
		func() { defer func(a, b int) { s = pair(a, b) }(g, f(1)) }()
		return s
	})
	show("go", func() any { c := make(chan string); go func(a, b int) { c <- pair(a, b) }(gp.x, f(1)); return <-c })
	show("copy", func() any { return args(copy(gs, fs(3)), gs) })
	show("delete", func() any { delete(gm, f(1)); return len(gm) })
	show("nil receiver", func() any { gp = nil; return gp.value(func() int { fmt.Println("argument"); return 1 }()) })
	show("nil field", func() any { var p *point; p.arr[f(1)] = f(2); return 0 })
	show("nil map", func() any { var m map[int]int; m[f(1)] = f(2); return 0 })
	show("nil map and division", func() any { var m map[int]int; m[f(1)] = f(2) / (g - 21); return 0 })
	show("nil function", func() any { gf = nil; var h func(int) int; return h(f(1)) })
	show("index and call", func() any { return gs[7] + f(1) })
	show("index and index", func() any { gs[9] = gs[5]; return 0 })
	show("field of an element", func() any { ps := []point{{}}; ps[g-9].x = f(3); return 0 })
	show("first stored", func() any {
		ps := []point{{}}
		defer func() { fmt.Println(ps, recover()) }()
		ps[0].x, ps[f(1)].y = 5, 6
		return 0
	})
	show("bounds in order", func() any { return gs[gm[1]:f(2)] })
}

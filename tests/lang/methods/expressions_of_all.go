// Method expressions and values: embedded, of interfaces, generic, of pointers, nil.
package main

import "fmt"

type T struct{ a int }

func (t T) V(x int) int  { return t.a + x }
func (t *T) P(x int) int { t.a += x; return t.a }

type E struct {
	T
	n string
}
type EP struct{ *T }
type I interface{ V(int) int }
type EI struct{ I }
type G[X any] struct{ x X }

func (g G[X]) Get(ys ...X) (X, int) { return g.x, len(ys) }
func (g *G[X]) Set(x X)             { g.x = x }

type EG struct {
	*G[string]
	G2[int]
}
type G2[X any] struct{ y X }

func (g G2[X]) Y() X { return g.y }

type F func(int) int

func (f F) Call(x int) int { return f(x) }

type M map[string]int

func (m M) Put(k string) { m[k]++ }
func main() {
	t := T{1}
	fmt.Println(T.V(t, 2), (*T).V(&t, 3), (*T).P(&t, 4), E.V(E{T: t}, 1), (*E).V(&E{T: t}, 2), (*E).P(&E{T: t}, 3), EP.P(EP{&t}, 1), EP.V(EP{&t}, 1), (*EP).P(&EP{&t}, 1), I.V(t, 9), EI.V(EI{t}, 3), (*EI).V(&EI{&t}, 3), interface{ V(int) int }.V(&t, 1))
	f := t.V
	g := t.P
	t.a = 100
	fmt.Println(f(1), g(1), t.a)
	e := EP{&t}
	h := e.V
	k := e.P
	t.a = 7
	fmt.Println(h(0), k(1), t.a)
	fmt.Println(G[int].Get(G[int]{5}, 1, 2))
	gs := &G[string]{"a"}
	set := gs.Set
	set("b")
	(*G[string]).Set(gs, gs.x+"c")
	fmt.Println(gs.Get())
	get := (*G[string]).Get
	fmt.Println(get(gs, "x"))
	eg := EG{gs, G2[int]{3}}
	fmt.Println(eg.Y(), EG.Y(eg), (*EG).Y(&eg))
	EG.Set(eg, "z")
	fmt.Println(gs.x)
	fmt.Println(F.Call(func(x int) int { return x * 2 }, 4), F(T{2}.V).Call(1))
	m := M{}
	M.Put(m, "q")
	put := m.Put
	put("q")
	fmt.Println(m)
	fmt.Printf("%T %T %T %T %T\n", T.V, (*T).P, I.V, G[int].Get, f)
	func() { defer func() { fmt.Println(recover()) }(); var i I; h := i.V; _ = h }()
	func() { defer func() { fmt.Println(recover()) }(); var p *T; h := p.V; _ = h }()
	func() { defer func() { fmt.Println(recover()) }(); var p *T; h := p.P; fmt.Println("ok"); h(1) }()
	func() { defer func() { fmt.Println(recover()) }(); var ep EP; h := ep.V; _ = h }()
	func() { defer func() { fmt.Println(recover()) }(); I.V(nil, 1) }()
	defer fmt.Println("deferred", f(1))
	defer t.P(1)
	var arr [2]func(int) int
	for i := range arr {
		tt := T{i}
		arr[i] = tt.P
	}
	fmt.Println(arr[0](1), arr[0](1), arr[1](1))
	x := struct{ T }{t}
	fmt.Println(x.P(1), struct{ *T }{&t}.P(1))
	y := struct{ *T }.V
	fmt.Println(y(struct{ *T }{&t}, 1))
}

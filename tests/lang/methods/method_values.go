// Method values and expressions: when the receiver is bound, by value, pointer, interface and
// embedding.
package main

import (
	"fmt"
	"strings"
)

type counter int

func (c counter) get() int        { return int(c) }
func (c *counter) add(n int)      { *c += counter(n) }
func (c *counter) self() *counter { return c }

type list []string

func (l list) join() string      { return strings.Join(l, "+") }
func (l *list) push(s ...string) { *l = append(*l, s...) }

type fn func(int) int

func (f fn) twice(x int) int { return f(f(x)) }

type set map[string]bool

func (s set) add(k string) set { s[k] = true; return s }

type pair struct{ a, b int }

func (p pair) sum() int           { return p.a + p.b }
func (p *pair) scale(k int) *pair { p.a *= k; p.b *= k; return p }

type summer interface{ sum() int }

func (pair) unnamed() string { return "no receiver name" }

type str string

func (s str) at(i int) byte { return s[i] }

func main() {
	var c counter = 5
	g := c.get // bound now
	add := c.add
	c.add(1)
	add(10)
	fmt.Println(c, g(), c.get(), c.self().self().get())
	var l list
	l.push("a", "b")
	l.push()
	p := l.push
	p("c")
	fmt.Println(l.join(), list.join(l[:2]), len(l))
	fmt.Println(fn(func(x int) int { return x * x }).twice(3))
	fmt.Println(len(set{}.add("x").add("y").add("x")))
	q := pair{1, 2}
	sum, scale := q.sum, q.scale
	scale(10)
	fmt.Println(sum(), q.sum(), pair.sum(q), (*pair).scale(&q, 2).sum(), (*pair).sum(&q))
	var s summer = &q
	f := s.sum
	q.a = 0
	fmt.Println(f(), summer.sum(s), q.unnamed(), pair.unnamed(pair{}))
	s = q
	q.b = -1
	fmt.Println(s.sum(), s.(pair).b)
	ms := map[string]func(pair) int{"sum": pair.sum, "first": func(p pair) int { return p.a }}
	fmt.Println(ms["sum"](pair{3, 4}), ms["first"](pair{3, 4}))
	fmt.Printf("%c %T %T\n", str("xyz").at(1), pair.sum, q.scale)
	pairs := []pair{{1, 1}, {2, 2}}
	for i := range pairs {
		pairs[i].scale(i + 2)
	}
	fmt.Println(pairs)
	defer func() { fmt.Println(recover()) }()
	var np *pair
	fmt.Println(np.sum())
}

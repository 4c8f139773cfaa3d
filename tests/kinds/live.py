"""A script in which each operand of each operation is held by that operand alone while a collection runs.

For each type of TYPES and each template of TEMPLATES there is a function. In it mkT(n) makes a value out of
fresh objects that holds the number n, gcT(n) collects and then does the same, keyT(v) gives the number, or -1
if any of the objects is not what it was. With clobberfree=1 an object that is freed too early is not.
"""
from string import Template

# Name, type, how a value that holds n is made, and its number. bad(x) is true where an object is spoilt.
TYPES = [
    ("P", "*N", "return newN(n)", "return v.number()"),
    ("H", "**N", "p := newN(n); return &p", "if v == nil { return -1 }; return (*v).number()"),
    ("S", "string", "return text(n)", "return number(v)"),
    ("L", "[]*N", "return []*N{newN(n), newN(n + 1), newN(n + 2)}",
     "if len(v) < 1 || v[len(v)-1].number() != v[0].number()+len(v)-1 { return -1 }; return v[0].number()"),
    ("B", "[]byte", "return []byte(text(n))", "return number(string(v))"),
    ("A", "any", "return newN(n)", "p, _ := v.(*N); return p.number()"),
    ("X", "any", "return pair{newN(n), text(n)}", "p, _ := v.(pair); return p.number()"),
    ("E", "numbered", "return pair{newN(n), text(n)}", "if v == nil { return -1 }; return v.number()"),
    ("F", "func() int", "p := newN(n); return func() int { return p.number() }", "if v == nil { return -1 }; return v()"),
    ("M", "map[string]*N", "return map[string]*N{text(n): newN(n)}",
     "for k, p := range v { if number(k) == p.number() { return p.number() } }; return -1"),
    ("C", "chan *N", "c := make(chan *N, 1); c <- newN(n); return c",
     "if len(v) != 1 { return -1 }; p := <-v; v <- p; return p.number()"),
    ("D", "direct", "return direct{newN(n)}", "return v.p.number()"),
    ("W", "pair", "return pair{newN(n), text(n)}", "return v.number()"),
    ("V", "mixed", "return mixed{1, text(n), 2, []*N{newN(n)}, newN(n), 3, newN(n)}", "return v.number()"),
    ("R", "[2]*N", "return [2]*N{newN(n), newN(n)}",
     "if v[0].number() != v[1].number() { return -1 }; return v[0].number()"),
    ("Q", "[3]string", "return [3]string{text(n), text(n), text(n)}",
     "if v[0] != v[1] || v[1] != v[2] { return -1 }; return number(v[1])"),
    ("O", "[20]*N", "for i := range v { v[i] = newN(n) }; return",
     "for _, p := range v { if p.number() != v[0].number() { return -1 } }; return v[19].number()"),
    ("Y", "[5]string", "for i := range v { v[i] = text(n) }; return",
     "for _, s := range v { if s != v[0] { return -1 } }; return number(v[4])"),
    ("Z", "large", "for i := range v.at { v.at[i] = newN(n) }; return v",
     "for i := range v.at { if v.at[i].number() != v.at[0].number() { return -1 } }; return v.at[0].number()"),
]
COMPARABLE = {"P", "S", "A", "X", "E", "C", "D", "W", "R", "Q", "O", "Y", "Z"}
BY_VALUE = {"S", "Q", "Y"}  # of which two of one number are equal
NOT_EQUAL = COMPARABLE - BY_VALUE

PROLOGUE = """package main

import (
	"errors"
	"fmt"
	"runtime"
	"sort"
	"strings"
	"sync"
)

type N struct{ a, b, c int }

func newN(n int) *N { return &N{n, ^n, 3 * n} }

func (p *N) number() int {
	if p == nil || p.b != ^p.a || p.c != 3*p.a {
		return -1
	}
	return p.a
}

const digits = "0123456789"

func text(n int) string {
	b := []byte("the number that is said here is ......")
	b[32] = digits[n/10%10]
	b[33] = digits[n%10]
	return string(b)
}

func number(s string) int {
	if len(s) != 38 || s[:32] != "the number that is said here is " || s[34:] != "...." {
		return -1
	}
	return int(s[32]-'0')*10 + int(s[33]-'0')
}

type numbered interface{ number() int }
type pair struct {
	p *N
	s string
}
type direct struct{ p *N }
type mixed struct {
	i int
	s string
	b byte
	l []*N
	a any
	k int16
	p *N
}
type large struct{ at [140]*N }

func (v pair) number() int {
	if v.p.number() != number(v.s) {
		return -1
	}
	return v.p.number()
}

func (v mixed) number() int {
	n := v.p.number()
	if v.i != 1 || v.b != 2 || v.k != 3 || number(v.s) != n || len(v.l) != 1 || v.l[0].number() != n {
		return -1
	}
	if p, ok := v.a.(*N); !ok || p.number() != n {
		return -1
	}
	return n
}

var (
	checks, wrong int
	garbage       [8]any
)

// Collects, and puts new objects where dead ones were.
func collect() {
	runtime.GC()
	for i := range garbage {
		garbage[i] = &N{i, i, i}
	}
}

func gi(n int) int       { collect(); return n }
func gs(n int) string    { collect(); return text(n) }
func gb(b bool) bool     { collect(); return b }
func equal(label string, got, want int) {
	checks++
	if got != want {
		wrong++
		fmt.Println(label, "holds", got, "and not", want)
	}
}

// What a test says if it ends by a panic.
func test(name string, f func()) {
	defer func() {
		if r := recover(); r != nil {
			wrong++
			fmt.Println(name, "panics:", r)
		}
	}()
	f()
}
"""

PER_TYPE = """
func mk$N(n int) (v $T) { $make }
func gc$N(n int) $T { collect(); return mk$N(n) }
func key$N(v $T) int { $key }
func is$N(label string, v $T, n int) { equal("$N: "+label, key$N(v), n) }
func two$N(n int) ($T, $T) { return mk$N(n), gc$N(n + 1) }
func three$N(label string, a, b, c $T, n int) {
	is$N(label+", first", a, n)
	collect()
	is$N(label+", second", b, n+1)
	is$N(label+", third", c, n+2)
}
func rest$N(label string, n int, list ...$T) {
	collect()
	for i, v := range list {
		is$N(label, v, n+i)
	}
}
type fields$N struct {
	a byte
	v $T
	b byte
	w $T
	in struct{ c int8; x $T }
}
func (f fields$N) check(label string, n int) {
	if f.a != 1 || f.b != 2 || f.in.c != 3 {
		equal("$N: "+label+", numbers", 0, 1)
	}
	three$N(label, f.v, f.w, f.in.x, n)
}
type owner$N struct { p *N; v $T }
func (o owner$N) value(x $T, n int) { collect(); equal("$N: owner", o.p.number(), n); is$N("owner's", o.v, n+1); is$N("argument", x, n+2) }
func (o *owner$N) pointer(x $T, n int) { o.value(x, n) }
type does$N interface{ value(x $T, n int) }
func mkowner$N(n int) *owner$N { return &owner$N{newN(n), mk$N(n + 1)} }
func chan$N(n int) chan $T { c := make(chan $T, 3); c <- mk$N(n); c <- mk$N(n + 1); return c }
func slice$N(n int) []$T { return []$T{mk$N(n), mk$N(n + 1), mk$N(n + 2), mk$N(n + 3)} }
func array$N(n int) (a [4]$T) { for i := range a { a[i] = mk$N(n + i) }; return }
func map$N(n int) map[string]$T { return map[string]$T{text(n): mk$N(n), text(n + 1): mk$N(n + 1)} }
var global$N $T
// Collects and fills what is free with objects of all kinds, which whatever is stored to a dead one spoils.
var refilled$N struct { p []*$T; s [][]$T; c [][]cell$N; o []*owner$N; f []*fields$N; m []map[string]$T }
func refill$N(n int) $T {
	collect()
	r := &refilled$N
	for i := 0; i < 5; i++ {
		r.p = append(r.p, pointer$N(3)); r.s = append(r.s, slice$N(3)); r.c = append(r.c, cells$N(3)); r.o = append(r.o, mkowner$N(3)); r.m = append(r.m, map$N(3))
		r.f = append(r.f, &fields$N{1, mk$N(3), 2, mk$N(4), struct{ c int8; x $T }{3, mk$N(5)}})
	}
	return mk$N(n)
}
func refilledIs$N(label string) {
	r := &refilled$N
	for i := range r.p {
		is$N(label, *r.p[i], 3); is$N(label, r.s[i][0], 3); is$N(label, r.s[i][1], 4); is$N(label, r.c[i][1].in[0], 4); is$N(label, r.c[i][0].in[2], 5); is$N(label, r.o[i].v, 4); is$N(label, r.f[i].v, 3); is$N(label, r.f[i].in.x, 5)
		is$N(label, r.m[i][text(3)], 3); equal("$N: "+label, len(r.m[i]), 2)
	}
	*r = struct { p []*$T; s [][]$T; c [][]cell$N; o []*owner$N; f []*fields$N; m []map[string]$T }{}
}
func pointer$N(n int) *$T { v := mk$N(n); return &v }
func gcpointer$N(n int) *$T { collect(); return pointer$N(n) }
type cell$N struct { a byte; in [3]$T }
func (c *cell$N) check(v $T, n int) { collect(); is$N("receiver", c.in[0], n); is$N("argument", v, 1) }
func cells$N(n int) []cell$N { return []cell$N{{1, [3]$T{mk$N(n), mk$N(n + 1), mk$N(n + 2)}}, {2, [3]$T{mk$N(n + 1), mk$N(n + 2), mk$N(n + 3)}}} }
"""

# Name, for which types (None: all), and the body of a function.
TEMPLATES = [
    ("arguments", None, 'three$N("argument", mk$N(1), gc$N(2), mk$N(3), 1); three$N("late", gc$N(4), mk$N(5), gc$N(6), 4)'),
    ("spread", None, 'f := func(a, b $T) { collect(); is$N("first", a, 7); is$N("second", b, 8) }; f(two$N(7))'),
    ("variadic", None, 'rest$N("variadic", 1, mk$N(1), gc$N(2), mk$N(3)); rest$N("list", 4, slice$N(4)[:gi(3)]...)'),
    ("any variadic", None, """f := func(list ...any) { collect(); for i, x := range list { v, _ := x.($T); is$N("any", v, i+1) } }
	f(mk$N(1), gc$N(2), any(mk$N(3)), gc$N(4))"""),
    ("closure called", None, """o := mk$N(1)
	make := func() func($T) { p := mk$N(2); return func(x $T) { collect(); is$N("captured", p, 2); is$N("argument", x, 3); is$N("outer", o, 1) } }
	make()(gc$N(3))"""),
    ("methods", None, """mkowner$N(1).pointer(gc$N(3), 1); mkowner$N(4).value(gc$N(6), 4); (*mkowner$N(7)).value(gc$N(9), 7)
	does$N(mkowner$N(1)).value(gc$N(3), 1); does$N(*mkowner$N(4)).value(gc$N(6), 4)"""),
    ("method values", None, """f := mkowner$N(1).pointer; collect(); f(gc$N(3), 1); g := mkowner$N(4).value; collect(); g(gc$N(6), 4)
	h := does$N(mkowner$N(1)).value; collect(); h(gc$N(3), 1); (*owner$N).value(mkowner$N(4), gc$N(6), 4); owner$N.value(*mkowner$N(7), gc$N(9), 7)"""),
    ("results", None, """f := func() (a, b, c $T) { a = mk$N(1); b = gc$N(2); c = mk$N(3); collect(); return }
	a, b, c := f(); collect(); three$N("named", a, b, c, 1)
	g := func() ($T, $T, $T) { return mk$N(4), gc$N(5), mk$N(6) }
	a, b, c = g(); three$N("results", a, b, c, 4)
	h := func() (a, b, c $T) { a = mk$N(9); defer collect(); return mk$N(7), gc$N(8), a }
	a, b, c = h(); three$N("deferred", a, b, c, 7)"""),
    ("results kept by a panic", None, """f := func() (a, b $T) { a, b = mk$N(1), mk$N(2); defer func() { recover(); collect() }(); a = func() $T { collect(); panic(1) }(); return a, mk$N(3) }
	a, b := f(); is$N("old", a, 1); is$N("other", b, 2)
	g := func() (a $T) { a = mk$N(4); defer func() { recover() }(); x := mk$N(5); a = func(y $T) $T { collect(); is$N("within", y, 5); var m map[int]$T; m[1] = y; return y }(x); return }
	is$N("kept", g(), 4)"""),
    ("results changed by a deferred call", None, """f := func() (a, b $T) { defer func() { collect(); is$N("first", a, 1); a, b = b, gc$N(3) }(); return mk$N(1), gc$N(2) }
	a, b := f(); collect(); is$N("swapped", a, 2); is$N("new", b, 3)"""),
    ("assignments", None, """var a, b, c $T; a, b, c = mk$N(1), gc$N(2), mk$N(3); three$N("assigned", a, b, c, 1)
	a, b, c = gc$N(4), a, gc$N(6); is$N("moved", b, 1); is$N("first", a, 4); is$N("third", c, 6)
	d, e := gc$N(1), gc$N(2); d, g := gc$N(3), d; collect(); is$N("redefined", d, 3); is$N("other", e, 2); is$N("old", g, 1)
	var h, i = gc$N(1), gc$N(2); h, i = i, h; collect(); is$N("swapped", h, 2); is$N("swapped, too", i, 1)"""),
    ("targets", None, """s := slice$N(1); p := &fields$N{}; m := map$N(1); var q $T; pq := &q
	s[gi(0)], p.v, m[gs(7)], *pq, global$N = gc$N(1), gc$N(2), gc$N(3), gc$N(4), gc$N(5)
	collect()
	is$N("element", s[0], 1); is$N("field", p.v, 2); is$N("of a map", m[text(7)], 3); is$N("pointed to", q, 4); is$N("package's", global$N, 5)
	p.in.x, p.w = p.v, gc$N(6); s[1], s[gi(2)] = s[gi(2)], s[1]; collect()
	is$N("inner", p.in.x, 2); is$N("field", p.w, 6); is$N("up", s[1], 3); is$N("down", s[2], 2)"""),
    ("targets that nothing else holds", None, """*pointer$N(1) = refill$N(9); refilledIs$N("pointer"); slice$N(1)[gi(1)] = refill$N(9); refilledIs$N("element"); mkowner$N(1).v = refill$N(9); refilledIs$N("field"); map$N(1)[gs(5)] = refill$N(9); refilledIs$N("map")
	cells$N(1)[gi(1)].in[gi(0)] = refill$N(9); refilledIs$N("deep"); []owner$N{{v: mk$N(1)}}[gi(0)].v = refill$N(9); refilledIs$N("element's"); (&fields$N{}).in.x = refill$N(9); refilledIs$N("inner")
	*pointer$N(1), slice$N(1)[gi(0)], mkowner$N(1).v, map$N(1)[gs(6)], cells$N(1)[gi(0)].in[gi(1)] = refill$N(9), mk$N(8), mk$N(7), mk$N(6), mk$N(5); refilledIs$N("several")
	s := slice$N(1); for _, *pointer$N(2) = range s { refill$N(1); refilledIs$N("ranged") }; c := make(chan $T, 1); c <- mk$N(9); slice$N(1)[gi(2)] = <-c; var ok bool; c <- mk$N(8); cells$N(1)[gi(0)].in[gi(2)], ok = <-c; if !ok { equal("$N: ok", 0, 1) }; *pointer$N(1), *pointer$N(3) = two$N(4)"""),
    ("literals", None, """a := fields$N{1, mk$N(1), 2, gc$N(2), struct{ c int8; x $T }{3, gc$N(3)}}; a.check("struct", 1)
	b := &fields$N{a: 1, in: struct{ c int8; x $T }{3, mk$N(6)}, w: gc$N(5), b: 2, v: gc$N(4)}; b.check("pointer", 4)
	c := []fields$N{{1, mk$N(1), 2, gc$N(2), struct{ c int8; x $T }{3, mk$N(3)}}, {1, gc$N(4), 2, mk$N(5), struct{ c int8; x $T }{3, gc$N(6)}}}
	c[0].check("in a slice", 1); c[1].check("in a slice", 4)
	d := [3]$T{mk$N(1), gc$N(2), mk$N(3)}; three$N("array", d[0], d[1], d[2], 1)
	e := []$T{2: gc$N(3), 0: mk$N(1), 1: gc$N(2)}; three$N("slice", e[0], e[1], e[2], 1)
	f := map[string]$T{text(1): gc$N(1), gs(2): mk$N(2), gs(3): gc$N(3)}; three$N("map", f[text(1)], f[text(2)], f[text(3)], 1)
	g := []*fields$N{{a: 1, v: gc$N(1)}, {w: gc$N(2)}}; collect(); is$N("left out", g[0].v, 1); is$N("left out, too", g[1].w, 2)
	h := [][]$T{{mk$N(1), gc$N(2)}, {gc$N(3)}}; collect(); three$N("nested", h[0][0], h[0][1], h[1][0], 1)"""),
    ("keys", COMPARABLE, """m := map[$T]string{mk$N(1): text(1), gc$N(2): gs(2)}; m[gc$N(3)] = gs(3); m[mk$N(4)] += gs(4)
	m[gc$N(5)], m[mk$N(6)] = gs(5), gs(6); collect()
	sum := 0
	for k, v := range m { collect(); is$N("key", k, number(v)); sum += number(v); w, ok := m[k]; if !ok || number(w) != number(v) { equal("$N: found", 0, 1) } }
	equal("$N: sum", sum, 21)
	for k := range m { delete(m, k) }
	equal("$N: left", len(m), 0)"""),
    ("lookups", COMPARABLE, """m := map[$T]int{}; k := mk$N(1); m[k] = 5; v, ok := m[k]; if !ok || v != 5 { equal("$N: lookup", 0, 1) }
	_, ok = m[gc$N(2)]; if ok { equal("$N: missing", 0, 1) }; collect(); equal("$N: again", m[k], 5); delete(m, gc$N(3)); equal("$N: left", len(m), 1)"""),
    ("values of a map", None, """m := map$N(1); m[gs(5)] = gc$N(5); v, ok := m[gs(5)]; collect(); is$N("comma ok", v, 5); if !ok { equal("$N: ok", 0, 1) }
	is$N("fresh map", map$N(3)[gs(4)], 4); w, _ := map$N(5)[gs(6)]; is$N("fresh, comma ok", w, 6); x, ok := map$N(5)[gs(9)]; if ok { is$N("none", x, 9) }
	for k, v := range map$N(7) { collect(); equal("$N: key", number(k), key$N(v)) }
	clear(m); m[text(1)] = gc$N(1); collect(); is$N("cleared", m[text(1)], 1)"""),
    ("compared", NOT_EQUAL, """x := mk$N(1); if x != x || x == gc$N(2) || mk$N(3) == gc$N(4) || gc$N(5) == x { equal("$N: compared", 0, 1) }
	switch x { case gc$N(2): equal("$N: case", 2, 1); case gc$N(3), x: equal("$N: case", 1, 1); default: equal("$N: default", 0, 1) }
	switch mk$N(4) { case gc$N(2), gc$N(3): equal("$N: case", 2, 1); default: equal("$N: default", 1, 1) }"""),
    ("equal", BY_VALUE, """var a, b any = text(1), gs(1); if a != b || any(mk$N(1)) == any(gs(2)) { equal("$N: equal", 0, 1) }
	if f := func(x, y any) bool { collect(); return x == y }; f(mk$N(3), gc$N(4)) || !f(gc$N(5), mk$N(5)) { equal("$N: equal", 0, 1) }
	if !(mk$N(6) == gc$N(6)) || gc$N(7) != mk$N(7) || mk$N(8) == gc$N(9) || *pointer$N(1) == *gcpointer$N(2) || *pointer$N(3) != *gcpointer$N(3) || slice$N(1)[gi(2)] != *gcpointer$N(3) { equal("$N: equal", 0, 1) }
	switch mk$N(4) { case gc$N(2): equal("$N: case", 2, 1); case gc$N(3), *gcpointer$N(4): default: equal("$N: default", 0, 1) }"""),
    ("through pointers", None, """is$N("pointer", *gcpointer$N(1), 1); p := pointer$N(2); q := &cell$N{in: [3]$T{mk$N(3), mk$N(4), mk$N(5)}}; collect(); is$N("kept", *p, 2); is$N("index", q.in[gi(2)], 5)
	is$N("deep", cells$N(1)[gi(1)].in[gi(2)], 4); is$N("array", (&[2]cell$N{1: {in: [3]$T{1: mk$N(6)}}})[gi(1)].in[gi(1)], 6); m := map[string]cell$N{text(1): {in: [3]$T{2: mk$N(7)}}}; is$N("of a map", m[gs(1)].in[gi(2)], 7)
	r := cells$N(8)[gi(0)].in[gi(0):gi(2)]; collect(); is$N("sliced", r[1], 9); s := &cells$N(1)[gi(1)].in[gi(1)]; collect(); is$N("address", *s, 3); for i, v := range cells$N(1)[gi(1)].in { collect(); is$N("ranged", v, i+2) }
	f := cells$N(4)[gi(1)].check; f(gc$N(1), 5); cells$N(1)[gi(0)].check(gc$N(1), 1); cells$N(1)[gi(1)].in[gi(0)], s = gc$N(1), s; is$N("still", *s, 3)"""),
    ("appended", None, """s := append(slice$N(1), gc$N(5)); collect(); for i, v := range s { is$N("one", v, i+1) }
	s = append(s, mk$N(6), gc$N(7), mk$N(8)); for i, v := range s { is$N("several", v, i+1) }
	s = append(s[:gi(4)], slice$N(5)[:gi(2)]...); collect(); for i, v := range s { is$N("spread", v, i+1) }
	t := append([]$T(nil), gc$N(1), gc$N(2)); t = append(t, t...); collect(); is$N("itself", t[3], 2); is$N("itself", t[0], 1)
	u := make([]$T, 0, gi(1)); for i := 1; i < 12; i++ { u = append(u, gc$N(i)) }; for i, v := range u { is$N("grown", v, i+1) }
	var w []$T; w = append(w, gc$N(1)); w = append(w[:len(w):len(w)], gc$N(2)); collect(); is$N("full", w[0], 1); is$N("new", w[1], 2)"""),
    ("copied", None, """s := make([]$T, gi(4)); if copy(s, slice$N(1)[gi(1):]) != 3 { equal("$N: copy", 0, 1) }; collect(); three$N("copied", s[0], s[1], s[2], 2)
	copy(s[gi(1):], s); collect(); three$N("shifted", s[1], s[2], s[3], 2)"""),
    ("sliced", None, """a := slice$N(1)[gi(1):]; collect(); three$N("low", a[0], a[1], a[2], 2)
	b := slice$N(1)[gi(1):gi(3):gi(4)]; collect(); is$N("first", b[0], 2); is$N("second", b[1], 3); is$N("beyond", b[:3][2], 4)
	c := array$N(1); d := c[gi(1):gi(4)]; collect(); three$N("of an array", d[0], d[1], d[2], 2)
	e := (*[4]$T)(slice$N(1)); collect(); is$N("as an array", e[gi(3)], 4); f := [4]$T(slice$N(1)); collect(); three$N("copied", f[0], f[1], f[2], 1)"""),
    ("indexed", None, """is$N("slice", slice$N(1)[gi(2)], 3); is$N("array", array$N(1)[gi(3)], 4); a := array$N(1); p := &a; is$N("pointer", p[gi(1)], 2); is$N("of a struct", mkowner$N(1).v, 2)
	q := []*fields$N{{v: mk$N(1)}, {v: mk$N(2)}}; is$N("deep", q[gi(1)].v, 2); b := [2][2]$T{{mk$N(1), mk$N(2)}, {mk$N(3), mk$N(4)}}; is$N("nested", b[gi(1)][gi(0)], 3)"""),
    ("interfaces", None, """f := func(x any, y any) { collect(); v, ok := x.($T); w, _ := y.($T); if !ok { equal("$N: ok", 0, 1) }; is$N("asserted", v, 1); is$N("second", w, 2) }
	f(mk$N(1), gc$N(2)); l := []any{mk$N(1), gc$N(2)}; collect(); f(l[0], l[1]); v := any(mk$N(3)).($T); collect(); is$N("direct", v, 3)
	switch x := any(mk$N(4)).(type) { case nil: equal("$N: nil", 0, 1); case $T: collect(); is$N("switch", x, 4); default: equal("$N: none", 0, 1) }
	m := map[any]any{gs(1): mk$N(1), text(2): gc$N(2)}; collect(); f(m[text(1)], m[text(2)])
	x := struct{ a, b any }{mk$N(1), gc$N(2)}; f(x.a, x.b); var e any = large{}; e = mk$N(1); collect(); f(e, gc$N(2))"""),
    ("closures", None, """a := mk$N(1); b := mk$N(2); f := func() { collect(); is$N("value", a, 1); is$N("variable", b, 3) }; b = gc$N(3); f(); f()
	g := func(x $T) func() $T { y := gc$N(5); return func() $T { defer func() { y = x }(); return y } }(mk$N(4)); collect(); is$N("returned", g(), 5); collect(); is$N("changed", g(), 4)
	var list []func() $T; for i := 1; i < 4; i++ { v := mk$N(i); list = append(list, func() $T { return v }) }; collect(); three$N("list", list[0](), list[1](), list[2](), 1)
	h := func() func() func() $T { v := mk$N(6); return func() func() $T { return func() $T { return v } } }(); collect(); is$N("twice", h()(), 6)"""),
    ("deferred", None, """func() { defer three$N("deferred", mk$N(1), gc$N(2), mk$N(3), 1); defer rest$N("variadic", 4, mk$N(4), gc$N(5)); defer mkowner$N(1).value(gc$N(3), 1); defer does$N(mkowner$N(4)).value(gc$N(6), 4)
	v := mk$N(7); defer func(x $T) { collect(); is$N("parameter", x, 8); is$N("captured", v, 9) }(gc$N(8)); v = gc$N(9); for i := 1; i < 4; i++ { defer is$N("in a loop", mk$N(i), i); collect() } }()
	func() { defer func() { r, _ := recover().($T); collect(); is$N("panic", r, 3) }(); defer collect(); v := mk$N(1); defer is$N("kept", v, 1); panic(any(gc$N(3))) }()"""),
    ("started", None, """var w sync.WaitGroup; w.Add(3); go func(a, b $T) { collect(); is$N("first", a, 1); is$N("second", b, 2); w.Done() }(mk$N(1), gc$N(2))
	v := mk$N(3); go func() { collect(); is$N("captured", v, 3); w.Done() }(); o := mkowner$N(4); go func(f func($T, int)) { f(gc$N(6), 4); w.Done() }(o.value); collect(); w.Wait()"""),
    ("channels", None, """v := <-chan$N(1); collect(); is$N("received", v, 1); w, ok := <-chan$N(2); collect(); is$N("comma ok", w, 2); if !ok { equal("$N: ok", 0, 1) }
	c := make(chan $T); d := make(chan $T, 1); d <- gc$N(4); go func() { c <- gc$N(3); collect(); x := <-c; is$N("back", x, 5); close(c) }(); collect(); is$N("unbuffered", <-c, 3); c <- gc$N(5); <-c; is$N("buffered", <-d, 4)
	e := chan$N(6); close(e); i := 6; for x := range e { collect(); is$N("ranged", x, i); i++ }; equal("$N: ranged", i, 8)"""),
    ("select sends", None, """c, d := make(chan $T, 1), make(chan $T, 1); full := make(chan $T)
	select { case full <- mk$N(1): case func() chan $T { collect(); return full }() <- gc$N(2): case c <- mk$N(3): case func() chan $T { collect(); return nil }() <- gc$N(4): }
	collect(); is$N("sent", <-c, 3)
	select { case c <- mk$N(5): case func() chan $T { collect(); return full }() <- mk$N(6): default: equal("$N: default", 0, 1) }; is$N("sent, default", <-c, 5)
	select { case d <- gc$N(7): }; is$N("one", <-d, 7); select { case d <- gc$N(8): default: }; is$N("one, default", <-d, 8)
	go func() { runtime.Gosched(); collect(); is$N("waited", <-full, 9) ; close(d) }(); select { case full <- mk$N(9): case x := <-c: is$N("none", x, 0) }; <-d"""),
    ("select receives", None, """c, none := make(chan $T), make(chan $T); go func() { collect(); c <- gc$N(1); c <- mk$N(2); collect(); c <- mk$N(3); c <- mk$N(4); close(c) }()
	var a, b, x $T; var ok bool; s := slice$N(1); _ = b
	select { case a = <-c: case b = <-none: }; collect(); is$N("assigned", a, 1); select { case x := <-none: b = x; case x, ok := <-c: collect(); if ok { is$N("defined", x, 2) } }
	select { case s[gi(1)] = <-c: case x, ok = <-none: }; collect(); is$N("element", s[1], 3); select { case x, ok = <-none: case x, ok = <-c: }; collect(); if ok { is$N("comma ok", x, 4) }
	select { case a = <-chan$N(5): case b = <-func() chan $T { collect(); return none }(): }; collect(); is$N("fresh channel", a, 5); select { case a, ok = <-chan$N(6): case <-func() chan $T { collect(); return nil }(): default: }; is$N("fresh, default", a, 6)
	select { case x, ok = <-c: case <-none: }; if ok { equal("$N: closed", 0, 1) }; select { case b = <-none: default: collect() }"""),
    ("ranged", None, """i := 1; for _, v := range slice$N(1) { collect(); is$N("slice", v, i); i++ }; i = 1; for _, v := range array$N(1) { collect(); is$N("array", v, i); i++ }
	a := array$N(1); i = 1; for k, v := range &a { collect(); is$N("pointer", v, k+1); a[(k+1)%4] = gc$N(k+2) }; s := slice$N(1); i = 1
	for _, v := range s { s = nil; collect(); is$N("dropped", v, i); i++ }; equal("$N: dropped", i, 5)
	t := slice$N(1); for k := range t { t[k] = gc$N(k + 4) }; var v $T; for k := range t { v = t[k] }; collect(); is$N("last", v, 7); var j int; u := slice$N(3); for j, v = range u { u = u[:1]; collect(); is$N("old variables", v, j+3) }
	for range gs(3) { v = mk$N(8); break }; collect(); is$N("string", v, 8); for k, r := range text(4) { if k%16 == 0 { collect(); v = mk$N(9); if r == -1 { break } } }; collect(); is$N("runes", v, 9)"""),
    ("range over functions", None, """each := func(list []$T) func(func(int, $T) bool) { return func(yield func(int, $T) bool) { for i := range list { collect(); if !yield(i, list[i]) { return } } } }
	i := 0; for k, v := range each(slice$N(1)) { collect(); is$N("yielded", v, k+1); i++ }; equal("$N: turns", i, 4)
	a := mk$N(1); for _, v := range each(slice$N(1)) { a = v; if gb(true) { break } }; collect(); is$N("assigned", a, 1); for i, a = range each(slice$N(3)) { if gi(i) < 2 { continue }; collect(); is$N("old variable", a, 5); break }
	f := func() (r $T) { defer func() { collect(); is$N("result", r, 3) }(); for k, v := range each(slice$N(1)) { o := gc$N(7); defer func() { collect(); is$N("captured", v, k+1); is$N("own", o, 7) }(); defer is$N("deferred", mk$N(k), k); if k == 2 { return v } }; return }; is$N("returned", f(), 3)
outer:
	for _, v := range each(slice$N(1)) { for k, w := range each(slice$N(2)) { collect(); is$N("outer", v, 1); if k == 1 { is$N("inner", w, 3); break outer }; continue } }
	func() { defer func() { r, _ := recover().($T); collect(); is$N("panic", r, 2) }(); for _, v := range each(slice$N(2)) { defer is$N("behind a panic", v, 2); collect(); panic(any(v)) } }()
	g := func(v $T) func() $T { for _, w := range each(slice$N(4)) { return func() $T { collect(); is$N("parameter", v, 9); return w } }; return nil }(gc$N(9)); collect(); is$N("kept", g(), 4)"""),
    ("new with a value", None, """p := new(gc$N(1)); q := new(mk$N(2)); collect(); is$N("first", *p, 1); is$N("second", *q, 2); *q = gc$N(3); is$N("set", *q, 3); is$N("at once", *new(gc$N(4)), 4)"""),
    ("paths", None, """v := mk$N(1); w := mk$N(2); if gb(true) { w = v; collect() } else { v = w }; is$N("then", w, 1); x := mk$N(3)
	for i := 0; i < 3; i++ { y := gc$N(4); if gb(i == 1) { x = y; continue }; collect(); is$N("turn", y, 4) }; collect(); is$N("carried", x, 4)
	switch gi(1) { case 1: x = gc$N(5); fallthrough; case 2: collect(); is$N("through", x, 5); default: x = v }
	i := 0
again:
	z := gc$N(i); i++; if gb(i < 3) { is$N("back", z, i-1); goto again }; is$N("end", z, 2)
	u := mk$N(6); ok := gb(false) || gb(true) && key$N(u) == 6 && gb(true); if !ok { equal("$N: condition", 0, 1) }; is$N("after", u, 6)
outer:
	for a := mk$N(7); ; a = gc$N(8) { for b := mk$N(7); ; { if gb(key$N(a) == 8) { is$N("inner", b, 7); break outer }; continue outer } }
	is$N("last", v, 1)
	for n := 0; n < 7; n++ { a, b, c, d, e, f := mk$N(1), mk$N(2), mk$N(3), mk$N(4), mk$N(5), mk$N(6); collect(); switch n { case 0: is$N("table", a, 1); case 1: is$N("table", b, 2); case 2: is$N("table", c, 3); case 3: is$N("table", d, 4); case 4: is$N("table", e, 5); default: is$N("table", f, 6) } }
	for n := 0; n < 4; n++ { a, b, c, d := mk$N(1), mk$N(2), mk$N(3), mk$N(4); var l [3]chan int; if n < 3 { l[n] = make(chan int, 1) ; l[n] <- 1 }; collect(); select { case <-l[0]: is$N("first clause", a, 1); case <-l[1]: is$N("clause", b, 2); case <-l[2]: is$N("clause", c, 3); default: is$N("default", d, 4) } }
	for n := 0; n < 4; n++ { a, b, c, d := mk$N(1), mk$N(2), mk$N(3), mk$N(4); var x any = []any{1, "s", 1.5, nil}[n]; collect(); switch x.(type) { case int: is$N("of a type", a, 1); case string: is$N("of a type", b, 2); case float64: is$N("of a type", c, 3); default: is$N("of no type", d, 4) } }"""),
    ("behind loops", None, """n := 0; v := mk$N(1); for gb(n < 3) { n++; v = mk$N(n + 1) }; is$N("while", v, 4); for gb(false) { v = mk$N(9) }; is$N("no turn", v, 4); w := mk$N(5); for i := 0; gb(i < 2); i++ { w = v; v = mk$N(i + 6) }; is$N("for", v, 7); is$N("before it", w, 6)
	for !gb(n == 5) { n++; v, w = mk$N(n), mk$N(n + 1) }; is$N("until", v, 5); is$N("and", w, 6); for gi(n) != 7 { n++; v = gc$N(n) }; is$N("not", v, 7); for gi(n) < 9 && gb(true) { n++; w = mk$N(n) }; is$N("less", w, 9); is$N("kept", v, 7)
	for { v = mk$N(3); w = gc$N(4); if gb(true) { break } }; is$N("ever", v, 3); is$N("and ever", w, 4); for range gi(3) { w = v; v = gc$N(8) }; is$N("range", v, 8); is$N("old", w, 8)
	c := make(chan bool, 3); c <- true; c <- true; c <- false; for <-c { collect(); v = mk$N(6) }; is$N("received", v, 6)"""),
    ("inner calls", None, """id := func(v $T) $T { collect(); return v }; is$N("nested", id(id(id(mk$N(1)))), 1); three$N("all", id(mk$N(1)), id(id(mk$N(2))), id(gc$N(3)), 1)
	var depth func(v $T, n int) $T; depth = func(v $T, n int) $T { if n == 0 { return gc$N(4) }; w := depth(v, n-1); is$N("deep", v, 2); return w }; is$N("up", depth(mk$N(2), 6), 4)"""),
    ("natives", None, """s := slice$N(1); sort.Slice(s, func(i, j int) bool { collect(); return key$N(s[i]) > key$N(s[j]) }); collect(); for i, v := range s { is$N("sorted", v, 4-i) }
	func() { t := slice$N(1); v := mk$N(9); i := sort.Search(4, func(i int) bool { collect(); return key$N(t[i]) > 2 && key$N(v) == 9 }); equal("$N: search", i, 2) }()
	var once sync.Once; once.Do(func() { s[0] = gc$N(7) }); collect(); is$N("once", s[0], 7); v := mk$N(1); strings.Map(func(r rune) rune { if r == 'n' { collect(); v = mk$N(2) }; return r }, text(1)); collect(); is$N("mapped", v, 2)"""),
    ("stored atomically", None, """var v sync.Map; v.Store(gs(1), mk$N(1)); x, _ := v.Load(gs(1)); y, _ := x.($T); collect(); is$N("loaded", y, 1); x, _ = v.LoadOrStore(gs(2), gc$N(2)); collect(); y, _ = x.($T); is$N("stored", y, 2)
	x, _ = v.Swap(gs(2), gc$N(3)); y, _ = x.($T); collect(); is$N("swapped", y, 2); x, _ = v.LoadAndDelete(gs(2)); collect(); y, _ = x.($T); is$N("deleted", y, 3)"""),
    ("generic", None, """a := box[$T]{mk$N(1), gi(5), gc$N(2)}; collect(); is$N("first", a.a, 1); is$N("second", a.b, 2)
	x, y := swapped(mk$N(1), gc$N(2)); collect(); is$N("swapped", x, 2); is$N("swapped, too", y, 1); z := mapped(slice$N(1), func(v $T) $T { collect(); return v }); three$N("mapped", z[0], z[1], z[2], 1)"""),
]

ONCE = """
type box[X any] struct {
	a X
	n int
	b X
}

func swapped[X any](a, b X) (X, X) { collect(); return b, a }
func mapped[X, Y any](list []X, f func(X) Y) (out []Y) {
	for _, x := range list {
		out = append(out, f(x))
	}
	return out
}

type shouts string

func (s shouts) String() string { return gs(number(string(s))) }
func (s shouts) Error() string  { return gs(number(string(s))) }

func concatenations() {
	a := text(1) + gs(2) + text(3) + gs(4)
	for i := 0; i < 4; i++ {
		equal("part", number(a[38*i:38*i+38]), i+1)
	}
	s := text(1)
	s += gs(2) + text(3)
	s = gs(0) + s
	for i := 0; i < 4; i++ {
		equal("grown", number(s[38*i:38*i+38]), i)
	}
	f := &struct{ s string }{text(1)}
	f.s += gs(2)
	m := map[string]string{text(1): text(1)}
	m[gs(1)] += gs(2)
	l := []string{text(1)}
	l[gi(0)] += gs(2)
	collect()
	for _, s := range []string{f.s, m[text(1)], l[0]} {
		equal("first", number(s[:38]), 1)
		equal("second", number(s[38:]), 2)
	}
	equal("least", number(min(text(3), gs(2), text(4))), 2)
	equal("greatest", number(max(gs(3), text(5), gs(4))), 5)
	if text(1) >= gs(2) || gs(2) < text(1) || text(3) != gs(3) || gs(4) == text(5) || text(2) <= gs(1) {
		equal("order", 0, 1)
	}
	switch text(3) {
	case gs(1), gs(2):
		equal("case", 0, 1)
	case gs(3):
		equal("case", 1, 1)
	}
}

// Literals too large for a frame are built beside the variable that they are for.
func largeLiterals() {
	v := large{at: [140]*N{0: newN(1), 1: newN(gi(2)), 139: newN(gi(3))}}
	p := &large{at: [140]*N{0: newN(4), 139: newN(gi(5))}}
	l := []large{{at: [140]*N{7: newN(6), 8: newN(gi(7))}}, v}
	w := v
	v = large{at: [140]*N{0: newN(8), 1: newN(gi(9)), 139: newN(gi(8))}}
	*p = large{at: [140]*N{0: p.at[139], 1: newN(gi(6)), 139: p.at[0]}}
	l[gi(1)] = large{at: [140]*N{0: newN(3), 139: newN(gi(2))}}
	collect()
	for i, got := range []*N{w.at[0], w.at[1], w.at[139], v.at[0], v.at[1], v.at[139], p.at[0], p.at[1], p.at[139], l[0].at[7], l[0].at[8], l[1].at[0], l[1].at[139]} {
		equal("large literal", got.number(), []int{1, 2, 3, 8, 9, 8, 5, 6, 4, 6, 7, 3, 2}[i])
	}
}

func conversions() {
	b := []byte(text(1) + gs(2))
	r := []rune(gs(3))
	s := string(append(b[:gi(38)], gs(4)...))
	collect()
	equal("bytes", number(s[:38]), 1)
	equal("more", number(s[38:]), 4)
	equal("runes", number(string(r)), 3)
	b = append([]byte(text(5)), gs(6)...)
	equal("spread", number(string(b[gi(38):])), 6)
	copy(b[gi(0):], gs(7))
	equal("copied", number(string(b[:38])), 7)
	equal("sliced", number((text(8) + gs(9))[gi(38):gi(76)]), 9)
}

func formats() {
	s := fmt.Sprint(shouts(text(1)), " ", gs(2), newN(3).number(), shouts(text(4)))
	equal("said", number(s[:38]), 1)
	equal("given", number(s[39:77]), 2)
	equal("last", number(s[78:]), 4)
	s = fmt.Sprintf("%s%v%38s%s", shouts(text(1)), shouts(gs(2)), gs(3), error(shouts(text(4))))
	for i := 0; i < 4; i++ {
		equal("formatted", number(s[38*i:38*i+38]), i+1)
	}
	e := fmt.Errorf("%w", errors.Join(shouts(text(5)), shouts(gs(6))))
	collect()
	equal("joined", number(e.Error()[:38]), 5)
	var target shouts
	if !errors.As(e, &target) {
		equal("as", 0, 1)
	}
	collect()
	equal("found", number(string(target)), 5)
	s = strings.Join([]string{text(1), gs(2), gs(3)}, gs(4))
	for i, n := range []int{1, 4, 2, 4, 3} {
		equal("with a separator", number(s[38*i:38*i+38]), n)
	}
	parts := strings.Split(gs(1)+"|"+gs(2), "|")
	collect()
	equal("split", number(parts[1]), 2)
	var w strings.Builder
	w.WriteString(gs(1))
	w.WriteString(gs(2))
	collect()
	equal("built", number(w.String()[38:]), 2)
	s = strings.Replace(text(3)+gs(4), gs(3), gs(5), gi(1))
	equal("replaced", number(s[:38]), 5)
	equal("left", number(s[38:]), 4)
	fields := strings.FieldsFunc(text(1)+"|"+gs(2), func(r rune) bool { collect(); return r == '|' })
	collect()
	equal("fields", number(fields[0]), 1)
	equal("fields", number(fields[1]), 2)
}
"""


def script():
    parts = [PROLOGUE, ONCE]
    calls = ['\ttest("concatenations", concatenations)', '\ttest("conversions", conversions)', '\ttest("large literals", largeLiterals)',
             '\ttest("formats", formats)']
    for name, go, make, key in TYPES:
        words = {"N": name, "T": go, "make": make, "key": key}
        parts.append(Template(PER_TYPE).substitute(words))
        for number, (title, only, body) in enumerate(TEMPLATES):
            if only is None or name in only:
                parts.append(f"\nfunc test{name}{number}() {{\n\t{Template(body).substitute(words)}\n}}\n")
                calls.append(f'\ttest("{name}: {title}", test{name}{number})')
    calls.append('\tfmt.Println(checks, "checks,", wrong, "wrong")')
    return "".join(parts) + "\nfunc main() {\n" + "\n".join(calls) + "\n}\n"

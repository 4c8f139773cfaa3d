"""A script that copies values of every size and shape, changes the original or the copy, and looks at both.

A type is its parts: PARTS are the kinds of single words and less, and a shape is a nested list of them. Of each
shape there are makeT(n), whose parts are stored one by one in a frame, fillT(p, n), which stores them in memory,
and isT(v, n) and holdsT(p, n), which look at them there. Neighbours guard what lies beside a value.
"""
from string import Template

# Go type, and an expression of it that depends on an int.
PARTS = {
    "i1": ("int8", "int8(%s)"), "u1": ("uint8", "uint8(%s)"), "i2": ("int16", "int16(-%s*300)"), "u2": ("uint16", "uint16(%s*3000)"),
    "i4": ("int32", "int32(-%s*70000)"), "u4": ("uint32", "uint32(%s)*3000000000"), "i8": ("int64", "int64(-%s)<<35"), "u8": ("uint64", "uint64(%s)<<60"),
    "f4": ("float32", "float32(%s)/2"), "f8": ("float64", "float64(%s)/3"), "b": ("bool", "%s&1 == 1"), "c8": ("complex64", "complex(float32(%s), -1)"),
    "c16": ("complex128", "complex(1, float64(%s))"), "s": ("string", "texts[(%s)&15]"), "p": ("*int", "cells[(%s)&15]"), "e": ("any", "any(%s)"),
    "n": ("named", "named(number(%s))"), "h": ("chan int", "channels[(%s)&15]"),
}


def struct(*fields):
    return ("struct", fields)


def array(count, of):
    return ("array", count, of)


SHAPES = ([kind for kind in PARTS if kind not in ("p", "e", "n")]  # those have no methods of their own
          + [array(n, "u1") for n in range(1, 25)]
          + [struct(*("i1",) * n) for n in (1, 2, 3, 5, 7, 9)]
          + [struct("i1", "i2"), struct("i2", "i1"), struct("i4", "i1"), struct("i8", "i1"), struct("i1", "i8"), struct("i2", "i2", "i2"), struct("f4", "i1"), struct("f4", "f4", "f4"),
             struct("b", "s"), struct("s", "i1"), struct("i1", "s", "i2"), struct("c8", "b"), struct(array(3, "i1"), "i2"), struct(struct("i1", "i2"), "i1"), struct("i1", struct("i2", "i1"), "i4", "i1"),
             struct(struct("i4", "i1"), struct("i1", "i4"), "b"), struct("u1", struct(), "u1"), struct("i1", array(0, "i8")), struct()]
          + [array(3, "i1"), array(3, "i2"), array(5, "i4"), array(3, struct("i1", "i2")), array(2, struct("i4", "i1")), array(3, array(3, "i1")), array(2, "f4"), array(2, struct("b", "s"))]
          + [array(n, "i8") for n in (1, 2, 3, 4, 5, 100, 130, 1000)]
          + [struct("p"), array(1, "p"), struct("p", "i1"), struct("i1", "p"), struct("s", "p"), struct("e", "i1"), struct("i8", "e"), struct("n", "s"), struct("h"), struct("p", "i8", "s", "e", "i2"),
             struct("i1", struct("p", "i1"), "s"), array(3, "s"), array(4, "p"), array(2, "e"), array(100, "p"), array(70, "s"), array(400, "p"), array(3, struct("p", "i1", "s"))])

PROLOGUE = """package main

import "fmt"

type named interface{ value() int }
type number int

func (n number) value() int { return int(n) }

var (
	texts         [16]string
	cells         [16]*int
	channels      [16]chan int
	checks, wrong int
	seven         = 7
)

func check(label string, ok bool) {
	checks++
	if !ok {
		wrong++
		fmt.Println(label, "is wrong")
	}
}
"""

PER_SHAPE = """
type $T $go

func make$T(n int) $T { var v $T; $store; return v }
func fill$T(p *$T, n int) { $fill }
func is$T(v $T, n int) bool { return $is }
func holds$T(p *$T, n int) bool { return $holds }
func (v $T) value$T(n int) bool { return is$T(v, n) }
func (p *$T) pointer$T(n int) bool { return holds$T(p, n) }
func result$T(n int) (v $T) { v = make$T(n); return }
func results$T(n int) (byte, $T, byte, $T) { return 1, make$T(n), 2, make$T(n + 1) }
func deferred$T(n int) (v $T) { defer func() { fill$T(&v, n+1) }(); v = make$T(n); return v }
func kept$T(n int) $T { v := make$T(n); defer func() { fill$T(&v, n+1) }(); return v }
func swapped$T(a, b $T) ($T, $T) { return b, a }
func parameter$T(a byte, v $T, b byte, w $T) bool { old := v; $change; return a == 1 && b == 2 && is$T(old, 1) && is$T(v, 7) && is$T(w, 2) }
func rest$T(list ...$T) { for i := range list { fill$T(&list[i], 9) } }

type guarded$T struct { a int8; v $T; b int8; w $T; c int8 }
func (g *guarded$T) check(label string, n, m int) { check(label, g.a == -1 && g.b == -2 && g.c == -3 && holds$T(&g.v, n) && is$T(g.w, m)) }
type outer$T struct { b byte; $T; c byte }
var global$T [3]$T
"""

PLACES = [
    ("variable", "a := make$T(1); b := a; fill$T(&a, 2); check(`$T: copy`, is$T(b, 1)); c := b; fill$T(&b, 3); check(`$T: original`, is$T(c, 1) && is$T(a, 2) && is$T(b, 3))"),
    ("frame", "v := make$T(1); w := v; x := w; { v := w; $change; w = v }; check(`$T: frame`, is$T(v, 1) && is$T(w, 7) && is$T(x, 1)); v, w = w, v; check(`$T: exchanged`, is$T(v, 7) && is$T(w, 1))"),
    ("parameters", "a := make$T(1); check(`$T: parameter`, parameter$T(1, a, 2, make$T(2)) && is$T(a, 1)); b := a; rest$T(a, b); check(`$T: variadic`, is$T(a, 1) && is$T(b, 1)); l := []$T{a, b}; rest$T(l...); check(`$T: list`, is$T(l[1], 9) && is$T(a, 1))"),
    ("results", "check(`$T: result`, is$T(result$T(1), 1) && is$T(deferred$T(1), 2) && is$T(kept$T(1), 1)); x, a, y, b := results$T(1); check(`$T: results`, x == 1 && y == 2 && is$T(a, 1) && is$T(b, 2)); a, b = swapped$T(a, b); check(`$T: swapped`, is$T(a, 2) && is$T(b, 1))"),
    ("fields", "a := make$T(1); var g guarded$T; g.a, g.b, g.c = -1, -2, -3; g.v = a; g.w = make$T(2); fill$T(&a, 3); g.check(`$T: field`, 1, 2); h := g; fill$T(&g.v, 4); h.check(`$T: copied`, 1, 2); g.check(`$T: changed`, 4, 2); p := &h; p.v, p.w = p.w, p.v; h.check(`$T: exchanged`, 2, 1); *p = g; g.v = h.w; h.check(`$T: through a pointer`, 4, 2)"),
    ("fields in a frame", "g := guarded$T{-1, make$T(1), -2, make$T(2), -3}; h := g; h.v = make$T(3); h.w = g.v; i := h; check(`$T: in a frame`, is$T(g.v, 1) && is$T(g.w, 2) && g.a == -1 && g.b == -2 && g.c == -3); check(`$T: changed in a frame`, is$T(i.v, 3) && is$T(i.w, 1) && i.a == -1 && i.b == -2 && i.c == -3); i.v, i.w = i.w, i.v; check(`$T: exchanged in a frame`, is$T(i.v, 1) && is$T(i.w, 3) && is$T(h.v, 3) && i.b == -2 && i.c == -3)"),
    ("embedded", "o := outer$T{b: 1, c: 2}; o.$T = make$T(1); u := o; fill$T(&o.$T, 2); check(`$T: embedded`, u.b == 1 && u.c == 2 && is$T(u.$T, 1) && u.value$T(1) && o.pointer$T(2)); type other outer$T; x := other(u); u = outer$T{}; check(`$T: converted`, is$T(x.$T, 1) && x.b == 1 && x.c == 2)"),
    ("elements", "v := make$T(1); l := make([]$T, 3, 4); i := 1; l[i] = v; l[0], l[2] = make$T(2), make$T(3); $change; check(`$T: element`, is$T(l[i], 1) && is$T(l[0], 2) && holds$T(&l[2], 3)); v = l[i]; fill$T(&l[i], 4); check(`$T: loaded`, is$T(v, 1) && is$T(l[1], 4)); l[0], l[i] = l[i], l[0]; check(`$T: exchanged`, is$T(l[0], 4) && is$T(l[1], 2) && is$T(l[2], 3)); m := append([]$T(nil), l...); l = append(l, v, l[0], l[2]); fill$T(&l[2], 5); check(`$T: appended`, is$T(m[2], 3) && is$T(l[3], 1) && is$T(l[4], 4) && is$T(l[5], 3)); copy(l[1:], l); check(`$T: shifted`, is$T(l[1], 4) && is$T(l[2], 2) && is$T(l[3], 5) && is$T(l[5], 4)); l = append(l[:1], l[2]); clear(l[:1]); var zero $T; check(`$T: cleared`, is$T(l[1], 2)); m[0] = zero; n := append(l[:1:1], make$T(6)); check(`$T: one`, is$T(n[1], 6) && is$T(l[1], 2))"),
    ("arrays", "a := [3]$T{make$T(1), make$T(2), make$T(3)}; b := a; i := 1; fill$T(&a[i], 4); check(`$T: array`, is$T(b[1], 2) && is$T(a[i], 4) && is$T(a[2], 3)); b[i], b[2] = b[2], b[i]; check(`$T: exchanged`, is$T(b[i], 3) && is$T(b[2], 2) && is$T(b[0], 1)); c := [2][2]$T{{b[0], b[1]}, {1: b[2]}}; d := c[0]; c[0][i] = c[1][i]; check(`$T: nested`, is$T(d[1], 3) && is$T(c[0][1], 2)); for k, v := range b { b[(k+1)%3] = make$T(8); check(`$T: ranged`, is$T(v, []int{1, 3, 2}[k])) }"),
    ("pointers", "p, q := new($T), new($T); *p = make$T(1); *q = *p; fill$T(p, 2); check(`$T: pointed to`, holds$T(q, 1) && is$T(*p, 2)); *p, *q = *q, *p; check(`$T: exchanged`, holds$T(p, 1) && holds$T(q, 2)); r := &[]$T{*p}[0]; fill$T(p, 3); check(`$T: address`, holds$T(r, 1)); *p = $T(*r)"),
    ("package", "global$T[1] = make$T(1); v := global$T; global$T[0] = global$T[1]; fill$T(&global$T[1], 2); check(`$T: package`, is$T(global$T[0], 1) && is$T(v[1], 1) && is$T(global$T[1], 2)); i := 2; global$T[i] = v[1]; v[1] = global$T[1]; check(`$T: package, too`, is$T(global$T[2], 1) && is$T(v[1], 2))"),
    ("maps", "a := make$T(1); m := map[int]$T{1: a, 2: make$T(2)}; fill$T(&a, 3); b := m[1]; m[1] = a; check(`$T: in a map`, is$T(b, 1) && is$T(m[1], 3) && is$T(m[2], 2)); m[1], m[2] = m[2], m[1]; x, ok := m[1]; m[1] = b; check(`$T: comma ok`, ok && is$T(x, 2) && is$T(m[2], 3)); var zero $T; y, none := m[5]; check(`$T: missing`, !none && fmt.Sprint(y) == fmt.Sprint(zero) && fmt.Sprint(m[6]) == fmt.Sprint(zero)); for k, v := range m { m[k] = make$T(9); check(`$T: ranged`, is$T(v, []int{0, 1, 3}[k])) }; s := map[string]guarded$T{`a`: {-1, b, -2, x, -3}}; g := s[`a`]; g.check(`$T: guarded`, 1, 2)"),
    ("keys", "a, b := make$T(1), make$T(2); m := map[$T]int{a: 1}; m[b] = 2; fill$T(&a, 3); _, found := m[a]; check(`$T: key`, (m[make$T(1)] == 1 || len(m) == 1) && m[b] == 2 && found == (a == make$T(1) || a == b)); for k := range m { old := k; fill$T(&k, 5); check(`$T: ranged`, is$T(old, m[old])) }; n := map[any]int{make$T(4): 4}; check(`$T: any key`, n[make$T(4)] == 4); delete(m, make$T(1)); delete(m, make$T(2)); check(`$T: left`, len(m) == 0); g := map[guarded$T]int{{-1, a, -2, b, -3}: 6}; check(`$T: guarded key`, g[guarded$T{-1, make$T(3), -2, make$T(2), -3}] == 6)"),
    ("channels", "c := make(chan $T, 2); v := make$T(1); c <- v; $change; c <- v; check(`$T: channel`, is$T(<-c, 1)); w, ok := <-c; check(`$T: comma ok`, ok && is$T(w, 7)); close(c); var zero $T; w, ok = <-c; check(`$T: closed`, !ok && fmt.Sprint(w) == fmt.Sprint(zero)); d := make(chan $T); go func() { v := make$T(2); d <- v; fill$T(&v, 3); select { case d <- v: }; v = <-d; fill$T(&v, 5); d <- v; close(d) }(); x := <-d; y := <-d; z := make$T(4); d <- z; fill$T(&z, 6); var l [1]$T; i := 0; select { case l[i], ok = <-d: case <-c: d = nil }; check(`$T: unbuffered`, is$T(x, 2) && is$T(y, 3)); e := make(chan guarded$T, 1); e <- guarded$T{-1, x, -2, y, -3}; g := <-e; g.check(`$T: guarded`, 2, 3); f := make(chan $T, 1); select { case f <- x: default: }; fill$T(&x, 8); select { case z = <-f: default: }; check(`$T: select`, is$T(z, 2)); f <- y; close(f); for r := range f { check(`$T: ranged`, is$T(r, 3)) }"),
    ("interfaces", "v := make$T(1); x := any(v); $change; y := x; w, ok := x.($T); check(`$T: interface`, ok && is$T(w, 1)); fill$T(&w, 2); check(`$T: again`, is$T(y.($T), 1)); l := []any{v, w, x}; v = make$T(3); check(`$T: list`, is$T(l[0].($T), 7) && is$T(l[1].($T), 2)); switch z := x.(type) { case $T: fill$T(&z, 4); check(`$T: switch`, is$T(x.($T), 1)); default: check(`$T: switch`, false) }; p := &guarded$T{-1, make$T(5), -2, w, -3}; x = p.v; y = *p; fill$T(&p.v, 6); g := y.(guarded$T); g.check(`$T: guarded`, 5, 2); check(`$T: of a field`, is$T(x.($T), 5)); var zero $T; z, ok := any(1.5i).($T); check(`$T: other`, !ok == (fmt.Sprint(z) == fmt.Sprint(zero)))"),
    ("closures", "v := make$T(1); w := make$T(2); f := func() bool { return is$T(v, 1) }; g := func() bool { return is$T(w, 3) }; fill$T(&w, 3); check(`$T: captured`, f() && g()); h := func() func() $T { v := v; return func() $T { old := v; fill$T(&v, 5); return old } }(); a := h(); b := h(); check(`$T: own`, is$T(a, 1) && is$T(b, 5) && is$T(v, 1)); k := func(v $T) $T { $change; return v }; check(`$T: argument`, is$T(k(v), 7) && is$T(v, 1))"),
    ("methods", "v := make$T(1); f, g := v.value$T, (&v).pointer$T; $change; check(`$T: method value`, f(1) && g(7) && v.value$T(7) && v.pointer$T(7)); e, h := $T.value$T, (*$T).pointer$T; check(`$T: method expression`, e(make$T(2), 2) && h(&v, 7) && (*$T).value$T(&v, 7)); var i interface{ value$T(int) bool } = v; v = make$T(3); check(`$T: in an interface`, i.value$T(7)); i = &v; fill$T(&v, 4); check(`$T: pointer`, i.value$T(4))"),
    ("later calls", "func() { v := make$T(1); defer func(v $T, n int) { check(`$T: deferred`, is$T(v, n)) }(v, 1); defer v.value$T(1); $change; defer func() { check(`$T: captured later`, is$T(v, 8)) }(); v = make$T(8) }(); done := make(chan bool); v := make$T(2); go func(v $T) { done <- is$T(v, 2) }(v); fill$T(&v, 3); check(`$T: started`, <-done); func() { defer func() { w, _ := recover().($T); check(`$T: panic`, is$T(w, 3)) }(); defer fill$T(&v, 4); panic(v) }()"),
    ("equal", "a, b := make$T(1), make$T(1); check(`$T: equal`, a == b && !(a != b) && any(a) == any(b)); fill$T(&b, 2); check(`$T: not equal`, (a == b) == ($same)); p, q := &a, &b; check(`$T: compared`, (*p == *q) == ($same) && *p == make$T(1)); g, h := guarded$T{-1, a, -2, b, -3}, guarded$T{-1, a, -2, b, -3}; check(`$T: guarded equal`, g == h); h.c++; check(`$T: last part`, g != h); h = g; h.w = a; check(`$T: part`, (g == h) == ($same))"),
    ("generic", "a, b := exchanged(make$T(1), make$T(2)); c := held[$T]{a, b}; d := c; fill$T(&c.a, 3); check(`$T: generic`, is$T(a, 2) && is$T(b, 1) && is$T(d.a, 2) && is$T(d.b, 1))"),
]

ONCE = """
type held[X any] struct{ a, b X }

func exchanged[X any](a, b X) (X, X) { return b, a }
"""


def go_type(shape):
    if isinstance(shape, str):
        return PARTS[shape][0]
    if shape[0] == "array":
        return f"[{shape[1]}]{go_type(shape[2])}"
    return "struct { " + "; ".join(f"f{i} {go_type(s)}" for i, s in enumerate(shape[1])) + " }"


def parts(shape, path, number):
    """The parts of a value at a path: path, kind, and what makes its value differ from the others'."""
    if isinstance(shape, str):
        return [(path, shape, number)]
    if shape[0] == "array":
        found = []
        for i in range(shape[1]):
            found += parts(shape[2], f"{path}[{i}]", number + 3 * i)
        return found
    found = []
    for i, field in enumerate(shape[1]):
        found += parts(field, f"{path}.f{i}", number + len(found) + i)
    return found


def is_long(shape):
    return isinstance(shape, tuple) and shape[0] == "array" and shape[1] > 24


def values(shape, path, n):
    """Pairs of a part's path and its value."""
    return [(at, PARTS[kind][1] % f"({n}+{number})") for at, kind, number in parts(shape, path, 0)]


def stores(shape, path, n):
    if isinstance(shape, str):
        return f"{path} = NAME({PARTS[shape][1] % f'({n}+0)'})"
    if is_long(shape):
        return f"for i := range {path} {{ {path}[i] = {PARTS[shape[2]][1] % f'({n}+i)'} }}"
    return "; ".join(f"{at} = {value}" for at, value in values(shape, path, n)) or "_ = " + n


def test(shape, path, n):
    if isinstance(shape, str):
        return f"{path} == NAME({PARTS[shape][1] % f'({n}+0)'})"
    if is_long(shape):
        return f"func() bool {{ for i := range {path} {{ if {path}[i] != {PARTS[shape[2]][1] % f'({n}+i)'} {{ return false }} }}; return true }}()"
    return " && ".join(f"{at} == ({value})" for at, value in values(shape, path, n)) or n + " == " + n


def script():
    text, calls = [PROLOGUE, ONCE], ["for i := range texts { texts[i] = fmt.Sprint(`text `, i); cells[i] = &[]int{i}[0]; channels[i] = make(chan int) }"]
    for number, shape in enumerate(SHAPES):
        name = f"T{number}"
        pointer = "(*p)" if isinstance(shape, str) else "p" if shape[0] == "struct" else "(*p)"
        empty = not is_long(shape) and not parts(shape, "v", 0)
        words = {"T": name, "go": go_type(shape), "store": stores(shape, "v", "n"), "fill": stores(shape, pointer, "n"), "is": test(shape, "v", "n"), "holds": test(shape, pointer, "n"),
                 "change": stores(shape, "v", "seven"), "same": "true" if empty else "false"}
        words = {key: word.replace("NAME", name) for key, word in words.items()}
        text.append(f"\n// {words['go']}" + Template(PER_SHAPE).substitute(words))
        for place, (_, body) in enumerate(PLACES):
            text.append(f"\nfunc {name}_{place}() {{\n\t{Template(body).substitute(words)}\n}}\n")
            calls.append(f"{name}_{place}()")
    calls.append('fmt.Println(checks, "checks,", wrong, "wrong")')
    return "".join(text) + "\nfunc main() {\n\t" + "\n\t".join(calls) + "\n}\n"

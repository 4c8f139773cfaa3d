"""A script in which each operation that stores references moves the only one there is, while a cycle marks.

A test has places, each with a value, and a few values that only its frame holds. Each turn takes a value out of a
place and puts one of the frame's there. If the operation forgets to tell the collector of the value that it puts
there, a place that has been marked hides it from a frame that has not been; if it forgets the one that it takes
the place of, a frame that has been marked hides it, for as long as the frame has it. With slowmark and gcstress=1 a script takes many turns while
a cycle marks and cycles follow one another; in the end all values are counted. Run it with clobberfree=1, too.
"""
from string import Template

import live

PROLOGUE = live.PROLOGUE.replace('"errors"\n', "").replace(
    '"sort"\n\t"strings"\n\t"sync"\n', '"strings"\n\t"sync"\n\t"sync/atomic"\n\t"time"\n\t"unsafe"\n\t"weak"\n') + """
const (
	places = 24
	while  = 70 // turns in which the frame keeps what it has, until a cycle is over
)

var sink *N

// What the turns of all tests have in common: where they are, and when others run.
type turns struct {
	random uint32
	gosched bool
}

func count(label string, seen []int) {
	checks++
	for n, times := range seen {
		if times != 1 {
			wrong++
			fmt.Println(label, "has", times, "of", n)
			return
		}
	}
}

func note(seen []int, n int) {
	if n >= 0 && n < len(seen) {
		seen[n]++
	}
}
"""

PER_TYPE = """
func mk$N(n int) (v $T) { $make }
func key$N(v $T) int { $key }
type cell$N struct { a int; v $T; b byte }
type sealed$N struct { v $T; n int }
func (s sealed$N) open() $T { return s.v }
var global$N $T
var globals$N [places]$T
"""

TEST = """
func $name(rounds int, gosched bool) {
	var t $T
	n := $places
	_ = n
	$declare
	for i := 0; i < n; i++ { q := mk$N(i); $start }
	q, q1, q2, q3 := mk$N(n), mk$N(n+1), mk$N(n+2), mk$N(n+3)
	x, r := uint32(rounds), 0
	for ; r < rounds; r++ {
		x = x*1103515245 + 12345
		i := int(x>>16) % n
		_ = i
		sink = &N{}
		$exchange
		q, q1, q2, q3 = q1, q2, q3, t
		for k := 0; r%25 == 24 && k < while; k++ { sink = &N{} }
		if gosched && r%5 == 0 { runtime.Gosched() }
	}
	seen := make([]int, n+4)
	for _, v := range []$T{q, q1, q2, q3} { note(seen, key$N(v)) }
	q = mk$N(90)
	for i := 0; i < n; i++ { $exchange; note(seen, key$N(t)) }
	count("$N: $title", seen)
}
"""

ALL = {t[0] for t in live.TYPES}
FEW = {"P", "S", "A", "X", "L", "W", "F"}
ONE = {"P", "A"}
KEYS = {"P", "A", "X", "C", "D", "W", "R", "S", "Q"}
ZEROS = {"D", "W", "V", "R", "Q", "Z"}

# Title, types, number of places, declaration, how place i gets q at first, and a turn: t becomes what was in place
# i, and q goes there.
STORES = [
    ("field", ALL, "places", "h := make([]*cell$N, n)", "h[i] = &cell$N{1, q, 2}", "c := h[i]; t = c.v; c.v = q"),
    ("new struct", ALL, "places", "h := make([]*cell$N, n)", "h[i] = &cell$N{1, q, 2}", "t = h[i].v; h[i] = &cell$N{1, q, 2}"),
    ("new struct, stored later", ALL, "places", "h := make([]*cell$N, n)", "h[i] = &cell$N{1, q, 2}", "c := new(cell$N); t = h[i].v; c.v = q; h[i] = c"),
    ("whole struct", ALL, "places", "h := make([]*cell$N, n)", "h[i] = &cell$N{1, q, 2}", "c := h[i]; t = c.v; *c = cell$N{1, q, 2}"),
    ("struct through a pointer", FEW, "places", "h := make([]*cell$N, n)", "h[i] = &cell$N{1, q, 2}", "c := new(cell$N); t = h[i].v; *c = cell$N{3, q, 4}; h[i] = c"),
    ("element", ALL, "places", "h := make([]$T, n)", "h[i] = q", "t = h[i]; h[i] = q"),
    ("element of a new slice", ALL, "places", "h := make([][]$T, n)", "h[i] = []$T{q}", "s := make([]$T, 2); t = h[i][0]; s[r&0] = q; h[i] = s"),
    ("element of structs", FEW, "places", "h := make([]cell$N, n)", "h[i].v = q", "t = h[i].v; h[i].v = q"),
    ("slice literal", ALL, "places", "h := make([][]$T, n)", "h[i] = []$T{q}", "t = h[i][0]; h[i] = []$T{q, q}"),
    ("array", ALL, "places", "h := new([places]$T)", "h[i] = q", "t = h[i]; h[i] = q"),
    ("array, known index", ALL, "2", "h := new([3]$T)", "h[i] = q", "if i == 0 { t = h[0]; h[0] = q } else { t = h[1]; h[1] = q }"),
    ("new array", FEW, "places", "h := make([]*[2]$T, n)", "h[i] = &[2]$T{q}", "a := new([2]$T); t = h[i][0]; a[0] = q; h[i] = a"),
    ("pointer", ALL, "places", "h := make([]*$T, n)", "h[i] = new($T); *h[i] = q", "p := h[i]; t = *p; *p = q"),
    ("new cell", ALL, "places", "h := make([]*$T, n)", "h[i] = new($T); *h[i] = q", "p := new($T); t = *h[i]; *p = q; h[i] = p"),
    ("unsafe", ONE, "places", "h := make([]unsafe.Pointer, n)", "p := new($T); *p = q; h[i] = unsafe.Pointer(p)", "p := new($T); t = *(*$T)(h[i]); *(*$T)(unsafe.Pointer(p)) = q; h[i] = unsafe.Pointer(p)"),
    ("package variable", ALL, "1", "", "global$N = q", "t = global$N; global$N = q"),
    ("package array", ALL, "places", "", "globals$N[i] = q", "t = globals$N[i]; globals$N[i] = q"),
    ("map", ALL, "places", "h := map[int]$T{}", "h[i] = q", "t = h[i]; h[i] = q"),
    ("map of strings", FEW, "places", "h := map[string]$T{}", "h[text(i)] = q", "k := text(i); t = h[k]; h[k] = q"),
    ("map of interfaces", FEW, "places", "h := map[any]$T{}", "h[i] = q", "var k any = i; t = h[k]; h[k] = q"),
    ("new map", ALL, "places", "h := make([]map[int]$T, n)", "h[i] = map[int]$T{0: q}", "t = h[i][0]; h[i] = map[int]$T{0: q}"),
    ("deleted", ALL, "places", "h := map[int]$T{}", "h[i] = q", "t = h[i]; delete(h, i); h[i] = q"),
    ("cleared map", FEW, "places", "h := make([]map[int]$T, n)", "h[i] = map[int]$T{0: q}", "m := h[i]; t = m[0]; clear(m); m[0] = q"),
    ("map that is built anew", FEW, "places", "h := make([]map[int]$T, n)", "h[i] = map[int]$T{0: q}", "m := h[i]; t = m[0]; delete(m, 0); m[0] = q; for k := 1; k < 7; k++ { m[k] = q }; for k := 1; k < 7; k++ { delete(m, k) }"),
    ("key", KEYS, "places", "h := make([]map[$T]int, n)", "h[i] = map[$T]int{q: 1}", "m := h[i]; for k := range m { t = k }; delete(m, t); m[q] = 1"),
    ("key of a new map", KEYS, "places", "h := make([]map[$T]int, n)", "h[i] = map[$T]int{q: 1}", "for k := range h[i] { t = k }; h[i] = map[$T]int{q: 1}"),
    ("key by its type", {"P", "C", "D", "W"}, "places", "h := make([]map[any]int, n)", "h[i] = map[any]int{q: 1}", "m := h[i]; for k := range m { t = k.($T) }; clear(m); m[q] = 1"),
    ("channel", ALL, "places", "h := make([]chan $T, n)", "h[i] = make(chan $T, 1); h[i] <- q", "c := h[i]; t = <-c; c <- q"),
    ("new channel", ALL, "places", "h := make([]chan $T, n)", "h[i] = make(chan $T, 1); h[i] <- q", "c := make(chan $T, 1); t = <-h[i]; c <- q; h[i] = c"),
    ("channel, select", FEW, "places", "h := make([]chan $T, n); var none chan $T", "h[i] = make(chan $T, 2); h[i] <- q", "c := h[i]; select { case c <- q: case <-none: }; select { case t = <-c: case none <- q: }"),
    ("channel, comma ok", FEW, "places", "h := make([]chan $T, n)", "h[i] = make(chan $T, 1); h[i] <- q", "c := h[i]; t, _ = <-c; select { case c <- q: default: }"),
    ("goroutines", ALL, "4", "h := make([]chan $T, n)", "h[i] = make(chan $T); go func(c chan $T, v $T) { for { w, ok := <-c; if !ok { return }; c <- v; v = w } }(h[i], q); defer close(h[i])", "c := h[i]; c <- q; t = <-c"),
    ("goroutines, select", FEW, "4", "h := make([]chan $T, n); var none chan $T",
     "h[i] = make(chan $T); go func(c chan $T, v $T) { for { var w $T; var ok bool; select { case w, ok = <-c: case <-none: }; if !ok { return }; select { case c <- v: case <-none: }; v = w } }(h[i], q); defer close(h[i])",
     "c := h[i]; select { case c <- q: case <-none: }; select { case t = <-c: case none <- q: }"),
    ("goroutines that wait to send", ALL, "4", "h := make([]chan $T, n); b := make([]chan $T, n)",
     "h[i] = make(chan $T); b[i] = make(chan $T); go func(in, out chan $T, v $T) { for { out <- v; w, ok := <-in; if !ok { return }; v = w } }(h[i], b[i], q); defer func(in chan $T, out chan $T) { <-out; close(in) }(h[i], b[i])", "t = <-b[i]; h[i] <- q"),
    ("goroutines and a full buffer", FEW, "2", "h := make([]chan $T, n); b := make([]chan $T, n)",
     "h[i] = make(chan $T, 1); b[i] = make(chan $T, 1); go func(in, out chan $T) { for v := range in { out <- v } }(h[i], b[i]); h[i] <- q; defer close(h[i])", "t = <-b[i]; h[i] <- q"),
    ("appended", ALL, "places", "h := make([][]$T, n)", "h[i] = []$T{q}", "s := h[i]; t = s[0]; h[i] = append(s[:0], q)"),
    ("appended to a new slice", ALL, "places", "h := make([][]$T, n)", "h[i] = []$T{q}", "t = h[i][0]; h[i] = append([]$T(nil), q)"),
    ("several appended", ALL, "places", "h := make([][]$T, n)", "h[i] = []$T{q, q}", "t = h[i][0]; h[i] = append(h[i][:0], q, q)"),
    ("several to a new slice", FEW, "places", "h := make([][]$T, n)", "h[i] = []$T{q, q}", "t = h[i][0]; h[i] = append([]$T(nil), q, q, q)"),
    ("slice that grows", ALL, "places", "h := make([][]$T, n)", "h[i] = []$T{q}", "s := make([]$T, 1); t = h[i][0]; s[0] = q; s = append(s, q); s = append(s[:1:1], q, q, q); h[i] = s"),
    ("copied", ALL, "places", "h := make([][]$T, n)", "h[i] = []$T{q, q}", "s := h[i]; t = s[0]; s[1] = q; copy(s, s[1:])"),
    ("cleared", ALL, "places", "h := make([][]$T, n)", "h[i] = []$T{q, q}", "s := h[i]; t = s[0]; clear(s); s[0] = q"),
    ("zeroed", ZEROS, "places", "h := make([]*cell$N, n)", "h[i] = &cell$N{1, q, 2}", "c := h[i]; t = c.v; c.v = $T{}; c.v = q"),
    ("closure", ALL, "places", "h := make([]func() $T, n)", "h[i] = func() $T { return q }", "t = h[i](); v := q; h[i] = func() $T { return v }"),
    ("captured variable", ALL, "places", "h := make([]func($T) $T, n)", "v := q; h[i] = func(x $T) $T { old := v; v = x; return old }", "t = h[i](q)"),
    ("new captured variable", FEW, "places", "h := make([]func() $T, n)", "h[i] = func() $T { return q }", "t = h[i](); v := q; h[i] = func() $T { w := v; v = w; return w }"),
    ("method value", ALL, "places", "h := make([]func() $T, n)", "h[i] = sealed$N{q, 1}.open", "t = h[i](); s := sealed$N{q, 1}; h[i] = s.open"),
    ("boxed", ALL, "places", "h := make([]any, n)", "h[i] = sealed$N{q, 1}", "t = h[i].(sealed$N).v; h[i] = sealed$N{q, 1}"),
    ("boxed, with methods", ALL, "places", "h := make([]interface{ open() $T }, n)", "h[i] = sealed$N{q, 1}", "t = h[i].open(); h[i] = sealed$N{q, 1}"),
    ("boxed from memory", ALL, "places", "h := make([]any, n)", "h[i] = sealed$N{q, 1}", "p := &sealed$N{q, 1}; t = h[i].(sealed$N).v; h[i] = *p"),
    ("in an interface", ALL, "places", "h := make([]any, n)", "h[i] = any(q)", "t, _ = h[i].($T); h[i] = any(q)"),
    ("interface field", FEW, "places", "h := make([]*struct{ a any }, n)", "h[i] = &struct{ a any }{q}", "p := h[i]; t, _ = p.a.($T); p.a = q"),
    ("exchanged", ALL, "places", "h := make([]$T, n)", "h[i] = q", "h[i], t = q, h[i]"),
    ("deferred call", FEW, "1", "c := make(chan $T, 1)", "c <- q", "func() { defer func(v $T) { c <- v }(q); t = <-c }()"),
    ("started", FEW, "1", "c := make(chan $T, 1)", "c <- q", "t = <-c; go func(v $T) { c <- v }(q)"),
    ("started with a closure", FEW, "1", "c := make(chan $T, 1)", "c <- q", "t = <-c; v := q; go func() { c <- v }()"),
    ("loop over a function", FEW, "places", "h := make([]$T, n)", "h[i] = q", "for v := range func(y func($T) bool) { y(q) } { t = h[i]; h[i] = v }"),
    ("variable of a loop over a function", FEW, "1", "var h $T", "h = q", "t = h; for h = range func(y func($T) bool) { y(q) } { break }"),
    ("deferred in a loop over a function", FEW, "1", "c := make(chan $T, 1)", "c <- q", "func() { for v := range func(y func($T) bool) { y(q) } { defer func() { c <- v }() }; t = <-c }()"),
    ("new with a value", FEW, "places", "h := make([]*$T, n)", "h[i] = new(q)", "p := new(q); t = *h[i]; h[i] = p"),
    ("panic", FEW, "1", "var h $T", "h = q", "func() { defer func() { h, _ = recover().($T) }(); t = h; var z $T; h = z; panic(any(q)) }()"),
    ("atomic store", ALL, "places", "h := make([]atomic.Pointer[$T], n)", "p := q; h[i].Store(&p)", "p := h[i].Load(); t = *p; v := q; h[i].Store(&v)"),
    ("sync.Map", FEW, "places", "var h sync.Map", "h.Store(i, any(q))", "x, _ := h.Load(i); t, _ = x.($T); h.Store(i, any(q))"),
    ("sync.Map, swap", FEW, "places", "var h sync.Map", "h.Store(i, any(q))", "x, _ := h.Swap(i, any(q)); t, _ = x.($T)"),
    ("sync.Map, delete", FEW, "places", "var h sync.Map", "h.Store(i, any(q))", "x, _ := h.LoadAndDelete(i); t, _ = x.($T); h.LoadOrStore(i, any(q))"),
    ("atomic.Value", FEW - {"A"}, "places", "h := make([]atomic.Value, n)", "h[i].Store(q)", "t = h[i].Load().($T); h[i].Store(q)"),
    ("atomic.Value, swap", FEW - {"A"}, "places", "h := make([]atomic.Value, n)", "h[i].Store(q)", "t = h[i].Swap(q).($T)"),
    ("atomic.Value, compare", {"P"}, "places", "h := make([]atomic.Value, n)", "h[i].Store(q)", "t = h[i].Load().($T); h[i].CompareAndSwap(t, q)"),
    ("timer", {"P"}, "1", "c := make(chan $T, 1)", "c <- q", "t = <-c; v := q; time.AfterFunc(0, func() { c <- v })"),
    ("timer that is set later", {"P"}, "1", "c := make(chan $T, 1); var w *time.Timer", "c <- q", "t = <-c; v := q; w = time.AfterFunc(time.Hour, func() { c <- v }); w.Reset(0); w = nil"),
]

# Of pointers alone: what moves from the frame to a place is the value itself.
POINTERS = [
    ("atomic pointer, store", "places", "h := make([]atomic.Pointer[N], n)", "h[i].Store(q)", "t = h[i].Load(); h[i].Store(q)"),
    ("atomic pointer, swap", "places", "h := make([]atomic.Pointer[N], n)", "h[i].Store(q)", "t = h[i].Swap(q)"),
    ("atomic pointer, compare", "places", "h := make([]atomic.Pointer[N], n)", "h[i].Store(q)", "t = h[i].Load(); h[i].CompareAndSwap(t, q)"),
    ("new atomic pointer", "places", "h := make([]*atomic.Pointer[N], n)", "h[i] = new(atomic.Pointer[N]); h[i].Store(q)", "p := new(atomic.Pointer[N]); t = h[i].Load(); p.Store(q); h[i] = p"),
    ("new atomic pointer, swap", "places", "h := make([]*atomic.Pointer[N], n)", "h[i] = new(atomic.Pointer[N]); h[i].Store(q)", "p := new(atomic.Pointer[N]); t = h[i].Load(); p.Swap(q); h[i] = p"),
    ("new atomic pointer, compare", "places", "h := make([]*atomic.Pointer[N], n)", "h[i] = new(atomic.Pointer[N]); h[i].Store(q)", "p := new(atomic.Pointer[N]); t = h[i].Load(); p.CompareAndSwap(nil, q); h[i] = p"),
    ("atomic function", "places", "h := make([]unsafe.Pointer, n)", "h[i] = unsafe.Pointer(q)", "t = (*N)(atomic.LoadPointer(&h[i])); atomic.StorePointer(&h[i], unsafe.Pointer(q))"),
    ("atomic function, swap", "places", "h := make([]unsafe.Pointer, n)", "h[i] = unsafe.Pointer(q)", "t = (*N)(atomic.SwapPointer(&h[i], unsafe.Pointer(q)))"),
    ("atomic function, compare", "places", "h := make([]unsafe.Pointer, n)", "h[i] = unsafe.Pointer(q)", "t = (*N)(h[i]); atomic.CompareAndSwapPointer(&h[i], unsafe.Pointer(t), unsafe.Pointer(q))"),
    ("new cell, atomic function", "places", "h := make([]*unsafe.Pointer, n)", "p := unsafe.Pointer(q); h[i] = &p", "p := new(unsafe.Pointer); t = (*N)(*h[i]); atomic.StorePointer(p, unsafe.Pointer(q)); h[i] = p"),
    ("new cell, atomic swap", "places", "h := make([]*unsafe.Pointer, n)", "p := unsafe.Pointer(q); h[i] = &p", "p := new(unsafe.Pointer); t = (*N)(*h[i]); atomic.SwapPointer(p, unsafe.Pointer(q)); h[i] = p"),
    ("new cell, atomic compare", "places", "h := make([]*unsafe.Pointer, n)", "p := unsafe.Pointer(q); h[i] = &p", "p := new(unsafe.Pointer); t = (*N)(*h[i]); atomic.CompareAndSwapPointer(p, nil, unsafe.Pointer(q)); h[i] = p"),
    ("cleanup", "1", "c := make(chan *N, 1)", "c <- q", "t = <-c; runtime.AddCleanup(new([9]int), func(v *N) { c <- v }, q); if r >= 30 { r += rounds }; runtime.GC()"),
    ("finalizer", "1", "c := make(chan *N, 1)", "c <- q", "t = <-c; v := q; runtime.SetFinalizer(new([9]int), func(*[9]int) { c <- v }); if r >= 30 { r += rounds }; runtime.GC()"),
]

# Containers that the frame alone holds are copied to new ones and dropped: of L, slices of three objects.
CONTAINERS = [
    ("copied to a new slice", "s := make([]*N, len(q)); copy(s, q); t = h[i]; h[i] = s"),
    ("appended to nothing", "t = h[i]; h[i] = append([]*N(nil), q...)"),
    ("appended to a slice with room", "s := make([]*N, 0, 8); t = h[i]; h[i] = append(s, q...)"),
    ("grown", "t = h[i]; s := append(q[:len(q):len(q)], q[0]); h[i] = s[:len(q)]"),
    ("grown by several", "t = h[i]; s := append(q[:len(q):len(q)], q[0], q[1]); h[i] = s[:len(q)]"),
    ("grown by a slice", "t = h[i]; s := append(q[:len(q):len(q)], q...); h[i] = s[:len(q)]"),
    ("made an array", "a := new([3]*N); t = h[i]; *a = [3]*N(q); h[i] = a[:]"),
    ("array copied", "a := new([3]*N); t = h[i]; *a = *(*[3]*N)(q); h[i] = a[:]"),
    ("boxed as an array", "t = h[i]; x := any(*(*[3]*N)(q)); a := x.([3]*N); h[i] = a[:]"),
    ("sent as an array", "c := make(chan [3]*N, 1); t = h[i]; c <- [3]*N(q); a := <-c; h[i] = a[:]"),
    ("in a map as an array", "m := map[int][3]*N{}; t = h[i]; m[1] = [3]*N(q); a := m[1]; h[i] = a[:]"),
]

COMMON = {title for title, types, *_ in STORES if len(types) > 4}
TIMES = 3

ONCE = """
type large3 struct{ a [150]*N }

// Values of many words are copied from memory to memory.
func largeOnes(rounds int, gosched bool) {
	h := make([]*large3, places)
	fill := func(n int) *large3 { l := new(large3); for i := range l.a { l.a[i] = newN(n) }; return l }
	for i := range h { h[i] = fill(i) }
	q := fill(places)
	x := uint32(1)
	for r := 0; r < rounds; r++ {
		x = x*1103515245 + 12345
		i := int(x>>16) % places
		t := h[i]
		l := new(large3)
		switch r % 4 {
		case 0: *l = *q
		case 1: y := any(*q); *l = y.(large3)
		case 2: l.a = q.a
		case 3: copy(l.a[:], q.a[:])
		}
		h[i] = l
		q = t
		for k := 0; r%25 == 24 && k < while; k++ { sink = &N{} }
		sink = &N{}
		if gosched && r%5 == 0 { runtime.Gosched() }
	}
	seen := make([]int, places+1)
	for _, l := range append(h, q) {
		for i := range l.a { if l.a[i].number() != l.a[0].number() { note(seen, l.a[0].number()) } }
		note(seen, l.a[0].number())
	}
	count("large", seen)
}

// What a large value held is in the frame only when all of it becomes zero.
func emptied(rounds int, gosched bool) {
	h := make([]*large3, places)
	for i := range h { h[i] = new(large3); h[i].a[3], h[i].a[149] = newN(2*i), newN(2*i+1) }
	p, q := newN(2*places), newN(2*places+1)
	x := uint32(1)
	for r := 0; r < rounds; r++ {
		x = x*1103515245 + 12345
		l := h[int(x>>16) % places]
		t, u := l.a[3], l.a[149]
		if r%2 == 0 { *l = large3{} } else { clear(l.a[:]) }
		l.a[3], l.a[149] = p, q
		p, q = t, u
		for k := 0; r%3 == 0 && k < while; k++ { sink = &N{} }
		sink = &N{}
		if gosched && r%5 == 0 { runtime.Gosched() }
	}
	seen := make([]int, 2*places+2)
	note(seen, p.number())
	note(seen, q.number())
	for _, l := range h { note(seen, l.a[3].number()); note(seen, l.a[149].number()) }
	count("emptied", seen)
}

// Strings that point into one that only they hold.
func substrings(rounds int, gosched bool) {
	h := make([][]string, places)
	for i := range h { h[i] = strings.Split(text(i)+"|"+text(i), "|") }
	x := uint32(1)
	for r := 0; r < rounds; r++ {
		x = x*1103515245 + 12345
		i := int(x>>16) % places
		s := h[i][0] + "|" + h[i][1]
		if r%2 == 0 { h[i] = strings.Split(s, "|") } else { h[i] = strings.FieldsFunc(s, func(c rune) bool { return c == '|' }) }
		s = ""
		sink = &N{}
	}
	seen := make([]int, places)
	for i := range h { if number(h[i][0]) == number(h[i][1]) { note(seen, number(h[i][0])) } }
	count("substrings", seen)
}

// Who gets a value of a weak pointer while a cycle marks keeps the object.
func weakly(rounds int, gosched bool) {
	h := make([]weak.Pointer[N], places)
	var kept [4]*N
	for i := range kept { kept[i] = newN(i) }
	for i := range h { h[i] = weak.Make(newN(i)) }
	x := uint32(1)
	for r := 0; r < rounds; r++ {
		x = x*1103515245 + 12345
		i := int(x>>16) % places
		a, b, c, d := kept[0], kept[1], kept[2], kept[3]
		for turn := 0; turn < 30; turn++ {
			i = (i + 7) % places
			sink = &N{}
			if p := h[i].Value(); p != nil { a, b, c, d = b, c, d, p } else { h[i] = weak.Make(newN(i)) }
		}
		for _, p := range []*N{a, b, c, d} { if p.number() < 0 { wrong++; fmt.Println("an object that was weakly held is lost") ; return } }
		kept = [4]*N{a, b, c, d}
	}
	checks++
}

// What a pool gives is what was put into it, some turns after it was made.
func pooled(rounds int, gosched bool) {
	var pool sync.Pool
	q, q1, q2, q3 := newN(0), newN(1), newN(2), newN(3)
	for r := 0; r < 3*rounds; r++ {
		sink = &N{}
		pool.Put(q)
		p, _ := pool.Get().(*N)
		if r%3 == 0 { pool.Put(p); p = nil }
		if p == nil { p = newN(r) }
		if p.number() < 0 { wrong++; fmt.Println("a pool has lost an object"); return }
		q, q1, q2, q3 = q1, q2, q3, p
		for k := 0; r%25 == 24 && k < while; k++ { sink = &N{} }
		if gosched && r%5 == 0 { runtime.Gosched() }
	}
	checks++
}

// An iterator is all that holds the map that it walks over.
func walked(rounds int, gosched bool) {
	make4 := func(n int) map[int]*N { return map[int]*N{0: newN(n), 1: newN(n + 1), 2: newN(n + 2), 3: newN(n + 3)} }
	q, q1, q2 := make4(0), make4(1), make4(2)
	for r := 0; r < 5*rounds; r++ {
		m := q
		q, q1, q2 = q1, q2, nil
		sink = &N{}
		seen := 0
		for k, p := range m {
			m = nil
			for turn := 0; seen == 0 && turn < while + r%7; turn++ { sink = &N{} }
			if k < 0 || k > 3 || p.number() < 0 { wrong++; fmt.Println("a walk has lost its map"); return }
			seen++
		}
		if seen != 4 { wrong++; fmt.Println("a walk has seen", seen); return }
		q2 = make4(r)
		if gosched { runtime.Gosched() }
	}
	checks++
}

// What only one test does is done so many times, each with another number of turns to the cycle.
func run(f func(rounds int, gosched bool), alone bool, times int) {
	const rounds = 100
	for k := 0; k < times; k++ {
		f(rounds+k, false)
	}
	if alone {
		return
	}
	var w sync.WaitGroup
	for i := 0; i < 3; i++ {
		w.Add(1)
		go func() { f(rounds/2, true); w.Done() }()
	}
	w.Wait()
}
"""


def script():
    text, tests = [PROLOGUE, ONCE], []
    for name, go, make, key in live.TYPES:
        words = {"N": name, "T": go, "make": make, "key": key}
        text.append(Template(PER_TYPE).substitute(words))
        stores = [(title, places, *rest) for title, types, places, *rest in STORES if name in types]
        if name == "P":
            stores += POINTERS
        if name == "L":
            stores += [(title, "places", "h := make([][]*N, n)", "h[i] = q", turn) for title, turn in CONTAINERS]
        for number, (title, places, declare, start, exchange) in enumerate(stores):
            words |= {"name": f"store{name}{number}", "title": title, "places": places, "rounds": "rounds"}
            for key_, code in (("declare", declare), ("start", start), ("exchange", exchange)):
                words[key_] = Template(code).substitute(words)
            times = 1 if title in COMMON else TIMES
            tests.append((words["name"], Template(TEST).substitute(words), title.startswith("package"), times))
    tests += [(name, "", False, 1) for name in ("largeOnes", "emptied", "substrings", "weakly", "pooled", "walked")]
    text += [code for _, code, *_ in tests]
    calls = [f"\trun({name}, {'true' if alone else 'false'}, {times})" for name, _, alone, times in tests]
    return "".join(text) + "\nfunc main() {\n" + "\n".join(calls) + '\n\tfmt.Println(checks, "checks,", wrong, "wrong")\n}\n'

// What of a statement has been done when it panics: a deferred function sees it. Operands on the left are
// evaluated first, values are stored from left to right, and what follows the panic is not done.
package main

import "fmt"

type node struct {
	a, b int
	next *node
	list []int
}

var none *node
var nothing map[string]int
var empty []int
var zero int

func bad() int { panic("bad") }

// Runs f, which panics, and prints what state says then.
func try(label string, state func() string, f func()) {
	defer func() {
		r := recover()
		fmt.Printf("%s: %s; %v\n", label, state(), r)
	}()
	f()
}

func assignments() {
	var a, b, c int
	s := []int{1, 2, 3}
	m := map[string]int{}
	n := &node{}
	state := func() string { return fmt.Sprint(a, b, c, s, m, n.a, n.b, n.list) }
	reset := func() { a, b, c, s, m, n = 0, 0, 0, []int{1, 2, 3}, map[string]int{}, &node{} }
	each := []struct {
		label string
		f     func()
	}{
		{"second is a nil map", func() { a, nothing["x"], c = 1, 2, 3 }},
		{"second is a nil pointer", func() { a, none.a, c = 1, 2, 3 }},
		{"second is out of range", func() { a, s[3+zero], c = 1, 2, 3 }},
		{"last is a nil map", func() { s[0], m["k"], nothing["x"] = 7, 8, 9 }},
		{"field, element, map", func() { n.a, s[1], m["z"], none.b = 1, 2, 3, 4 }},
		{"a value panics", func() { a, b, c = 1, bad(), 3 }},
		{"a value divides", func() { s[0], m["k"], a = 5, 6, 1/zero }},
		{"a value is out of range", func() { a, b = 1, empty[zero] }},
		{"exchange", func() { a = 1; a, s[zero], none.a = s[zero], a, 3 }},
		{"pointer that is assigned, too", func() { p := n; p, p.a = none, 5; p.b = 1 }},
		{"index that is assigned, too", func() { i := 0; i, s[i] = 2, 9; s[i] = 8; s[i+1+zero] = 7 }},
		{"slice that is assigned, too", func() { t := s; t, t[0] = nil, 6; t[zero] = 5 }},
		{"map that is assigned, too", func() { t := m; t, t["k"] = nil, 6; t["l"] = 5 }},
		{"chain", func() { p := &node{a: 1, next: n}; p.next, p.next.a, p.a = nil, 5, 2; p.next.b = 3 }},
		{"of a call", func() { a, nothing["x"], c = func() (int, int, int) { return 4, 5, 6 }() }},
		{"of a call that panics", func() { s[0], b = func() (int, int) { return 4, bad() }() }},
		{"comma ok", func() { nothing["x"], b = 1, 2 }},
		{"assertion", func() { var x any = "s"; a, b = 1, x.(int) }},
		{"add", func() { a = 1; a += bad() }},
		{"add to an element", func() { s[0] += bad() }},
		{"add to a map", func() { m["k"] = 1; m["k"] += 1 / zero }},
		{"add to a nil map", func() { nothing["x"]++ }},
		{"divide", func() { s[1] /= zero }},
		{"shift", func() { c = 3; c <<= zero - 1 }},
		{"field after a call", func() { none.a = func() int { b = 4; return 1 }() }},
		{"element after a call", func() { empty[zero] = func() int { b = 5; return 1 }() }},
		{"append", func() { s = append(s, 4, bad()) }},
		{"append in place", func() { s = append(s[:1], 9, s[5+zero]) }},
		{"slice of a slice", func() { s = s[1 : 2+zero : 1+zero] }},
		{"literal", func() { n = &node{a: 1, b: bad()} }},
		{"literal over itself", func() { *n = node{a: n.b + 1, list: s[:9+zero]} }},
		{"list", func() { s = []int{5, bad(), 6} }},
		{"map literal", func() { m = map[string]int{"a": 1, "b": bad()} }},
		{"send", func() { c := make(chan int, 1); close(c); a = 1; c <- func() int { b = 2; return 3 }() }},
		{"copy", func() { a = copy(s[1:], s[:zero+7]) }},
		{"delete", func() { m["k"] = 1; delete(m, func() string { m["l"] = 2; panic("key") }()) }},
		{"argument", func() { a = func(x, y int) int { b = 1; return x + y }(func() int { c = 1; return 2 }(), bad()) }},
		{"method of nil", func() { a = 1; b = none.next.a }},
	}
	for _, each := range each {
		reset()
		try(each.label, state, each.f)
	}
}

func results() {
	f := func(label string, f func() (int, string, []int)) {
		a, b, c := f()
		fmt.Println(label+":", a, b, c)
	}
	f("returned in part", func() (a int, b string, c []int) {
		defer func() { recover() }()
		a, b, c = 1, "one", []int{1}
		return 2, "two", empty[:3+zero]
	})
	f("by a call", func() (a int, b string, c []int) {
		defer func() { recover() }()
		a, b = 1, "one"
		return 2, "two", []int{bad()}
	})
	f("assigned in part", func() (a int, b string, c []int) {
		defer func() { recover(); c = append(c, a) }()
		a, b, c = 3, "three", []int{3}
		a, nothing["x"], b = 4, 4, "four"
		return
	})
	f("by two deferred calls", func() (a int, b string, c []int) {
		defer func() { recover(); b += "." }()
		defer func() { b += "!"; panic("again") }()
		a = 5
		return 6, "six", []int{6}
	})
	f("in a loop", func() (a int, b string, c []int) {
		defer func() { recover() }()
		for a = 0; ; a++ {
			b = fmt.Sprint(a)
			c = append(c, 10/(3-a))
		}
	})
}

func clauses() {
	var k, v int
	var ok bool
	s := []int{1, 2, 3}
	state := func() string { return fmt.Sprint(k, v, ok, s) }
	try("range to a nil map", state, func() {
		for k, nothing["x"] = range []int{5, 6} {
		}
	})
	try("range to an element", state, func() {
		for s[zero], v = range []int{7, 8, 9} {
			if v == 8 {
				none.a = 1
			}
		}
	})
	try("range body", state, func() {
		for k, v = range []int{4, 2, 0, 1} {
			s[k] = 8 / v
		}
	})
	try("range of a map", state, func() {
		for _, empty[zero] = range map[int]int{1: 2} {
		}
	})
	c := make(chan int, 3)
	c <- 1
	c <- 2
	c <- 3
	try("select to a nil map", state, func() {
		select {
		case nothing["x"], ok = <-c:
		}
	})
	try("select to an element", state, func() {
		select {
		case s[7+zero] = <-c:
		default:
		}
	})
	try("receive to nil", state, func() { none.a, ok = <-c })
	fmt.Println("left:", len(c))
	try("switch", state, func() {
		switch v = 9; {
		case 1/zero == 1:
			k = 5
		}
	})
	try("switch on a call", state, func() {
		switch k = 6; bad() {
		case 1:
			k = 7
		}
	})
	try("type switch", state, func() {
		switch x := any(s).(type) {
		case []int:
			x[0] = 99
			x[zero-1] = 1
		}
	})
	try("condition", state, func() {
		if k = 8; ok || bad() == 1 {
			k = 9
		}
	})
	try("defer of nil", state, func() {
		var f func()
		defer f()
		k = 10
	})
	try("defer with an argument", state, func() {
		k = 11
		defer func(int) { k = 12 }(bad())
		k = 13
	})
}

func main() {
	assignments()
	results()
	clauses()
}

// Keys that cannot be hashed, in nil, empty and filled maps: what the panic says, for each operation and each kind of key.
package main

import (
	"errors"
	"fmt"
	"runtime"
)

type named []int
type inner struct {
	n int
	v any
}

func attempt(label string, f func()) {
	defer func() {
		r := recover()
		err, ok := r.(error)
		var e runtime.Error
		fmt.Println(label, "|", r, ok, ok && errors.As(err, &e))
	}()
	f()
}

func maps[K comparable](label string, filler, key K) {
	full := map[K]int{filler: 1}
	many := map[K]int{}
	var used map[K]int = map[K]int{filler: 1}
	delete(used, filler)
	for name, m := range []map[K]int{nil, {}, used, full, many} {
		attempt(fmt.Sprint(label, name, " read"), func() { _ = m[key] })
		attempt(fmt.Sprint(label, name, " read2"), func() { _, ok := m[key]; fmt.Println(ok) })
		attempt(fmt.Sprint(label, name, " write"), func() { m[key] = 1 })
		attempt(fmt.Sprint(label, name, " add"), func() { m[key] += 2 })
		attempt(fmt.Sprint(label, name, " increase"), func() { m[key]++ })
		attempt(fmt.Sprint(label, name, " delete"), func() { delete(m, key) })
		fmt.Println(len(m))
	}
}

func main() {
	maps[any]("slice ", 1, []int{})
	maps[any]("map ", 1, map[string]int{})
	maps[any]("func ", "x", func() {})
	maps[any]("named ", 1.5, named{})
	maps[any]("array ", 1, [2]any{1, []byte{}})
	maps[any]("struct ", 1, inner{1, []string{}})
	maps[any]("array of funcs ", 1, [1]func(){})
	maps[any]("struct with slice ", 1, struct{ s []int }{})
	maps("array key ", [2]any{1, 2}, [2]any{1, map[int]int{}})
	maps("struct key ", inner{1, 2}, inner{1, inner{2, named{}}})
	maps("error ", error(nil), error(bad{}))
	maps[any]("hashable ", 1, inner{1, "x"})
	attempt("equal", func() { fmt.Println(any(named{}) == any(named{})) })
	attempt("equal structs", func() { fmt.Println(inner{1, named{}} == inner{1, named{}}, inner{1, named{}} == inner{2, named{}}) })
	attempt("literal", func() { fmt.Println(map[any]int{1: 1, []int{}: 2}) })
	attempt("switch", func() {
		switch any([]int{}) {
		case any(1), any([]int{}):
		}
	})
}

type bad []int

func (bad) Error() string { return "bad" }

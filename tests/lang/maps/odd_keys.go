// NaN and zero keys, nil maps, keys that cannot be hashed, changes while ranging, maps shared by
// assignment.
package main

import (
	"fmt"
	"math"
)

func try(f func()) {
	defer func() { fmt.Println(recover()) }()
	f()
}

type point struct{ x, y int }

func main() {
	nan := math.NaN()
	m := map[float64]int{nan: 1, 0: 5}
	m[nan] = 2
	m[math.Copysign(0, -1)] = 6
	_, ok := m[nan]
	fmt.Println(len(m), ok, m[0])
	clear(m)
	fmt.Println(len(m))
	try(func() { var n map[string]int; n["a"] = 1 })
	try(func() { n := map[any]int{}; n[[]int{1}] = 1 })
	try(func() { n := map[any]int{1: 1}; n[struct{ a any }{map[int]int{}}] = 1 })
	try(func() { n := map[any]int{}; n[func() {}]++ })
	ps := map[string]point{"a": {1, 2}}
	p := ps["a"]
	p.x = 9
	fmt.Println(ps, p)
	pp := map[string]*point{"a": {1, 2}}
	pp["a"].x = 9
	fmt.Println(*pp["a"], ps["none"].y)
	// Added and removed while ranging: each old key is seen at most once, and a removed one not after.
	r := map[int]bool{}
	for i := range 100 {
		r[i] = true
	}
	seen := map[int]int{}
	for k := range r {
		seen[k]++
		delete(r, (k+50)%100)
		delete(r, k)
	}
	twice := 0
	for _, n := range seen {
		if n > 1 {
			twice++
		}
	}
	fmt.Println(len(seen), twice, len(r))
	c := r
	c[1] = true
	fmt.Println(len(r), len(c))
	s := map[[2]string]int{{"a", "b"}: 1}
	s[[2]string{"a", "b"}]++
	fmt.Println(s)
	z := map[struct{}]int{}
	z[struct{}{}]++
	z[struct{}{}]++
	fmt.Println(z)
	order := map[bool]string{true: "t", false: "f"}
	fmt.Println(order, map[float64]string{2: "b", 1: "a", math.Inf(-1): "-"}, map[[2]int]int{{2, 1}: 1, {1, 2}: 2})
	type T struct {
		i any
		s string
	}
	t := map[T]int{{1, "x"}: 1, {"1", "x"}: 2}
	fmt.Println(t[T{1, "x"}], t[T{"1", "x"}], t[T{1.0, "x"}])
}

// Named and several results, arguments of any number, calls as arguments of calls.
package main

import (
	"errors"
	"fmt"
)

func named(n int) (q, r int, err error) {
	if n == 0 {
		err = errors.New("zero")
		return
	}
	q, r = 100/n, 100%n
	return q, r, nil
}

func swap(a, b string) (string, string) { return b, a }

func variadic(prefix string, xs ...int) (n int) {
	for _, x := range xs {
		n += x
	}
	fmt.Print(prefix, len(xs), xs == nil, " ")
	if len(xs) > 0 {
		xs[0] = -1
	}
	return
}

func pass(xs ...interface{}) string { return fmt.Sprint(xs...) }

func modify() (x int) {
	defer func() { x *= 2 }()
	x = 1
	return x + 20
}

func shadow() (err error) {
	if _, err := named2(); err != nil {
		_ = err
	}
	return
}

func named2() (int, error) { return 0, errors.New("inner") }

func many() (a int8, b string, c []int, d struct{ x, y float64 }, e error) {
	return -1, "b", []int{1}, struct{ x, y float64 }{1, 2}, nil
}

func trace(s string, n int) int { fmt.Print(s, " "); return n }

func main() {
	fmt.Println(named(7))
	fmt.Println(named(0))
	fmt.Println(swap(swap("a", "b")))
	s := []int{1, 2, 3}
	fmt.Println(variadic("a"), variadic("b", 1, 2), variadic("c", s...), s, variadic("d", nil...))
	fmt.Println(pass(), pass(1, "a", nil), pass([]interface{}{1, 2}...), pass([]int{1}))
	fmt.Println(modify(), shadow())
	fmt.Println(many())
	a, _, c, d, _ := many()
	fmt.Println(a, c, d.y)
	arr := [3]int{}
	arr[trace("index", 1)] = trace("value", 5) + trace("plus", 1)
	fmt.Println(arr, trace("x", 1) < trace("y", 2) && trace("z", 0) > 1 || trace("w", 1) == 1)
	i := 0
	i, arr[i] = 2, 9 // the index is evaluated first
	fmt.Println(i, arr)
	x, y, z := 1, 2, 3
	x, y, z = z, x, y
	fmt.Println(x, y, z)
	f := func(xs ...[]int) int { return len(xs) }
	fmt.Println(f(s, s), f([][]int{s}...), f())
}

// Loops over functions: values, branches, returns, defers, captures.
package main

import "fmt"

func count(n int) func(yield func(int) bool) {
	return func(yield func(int) bool) {
		for i := 0; i < n; i++ {
			if !yield(i) {
				return
			}
		}
	}
}

func pairs(s ...string) func(func(int, string) bool) {
	return func(yield func(int, string) bool) {
		for i, v := range s {
			if !yield(i, v) {
				fmt.Println("stopped")
				return
			}
		}
	}
}

func zero(yield func() bool) {
	for yield() {
	}
}

func find(n int) int {
	for x := range count(10) {
		if x == n {
			return x * 100
		}
	}
	return -1
}

func two(n int) (a int, b string, err error) {
	for i, s := range pairs("a", "b", "c") {
		for x := range count(3) {
			if i == n && x == 1 {
				return x + 10*i, s, nil
			}
		}
	}
	return
}

func unnamed(n int) (int, string, error) {
	for i, s := range pairs("a", "b", "c") {
		for x := range count(3) {
			if i == n && x == 1 {
				return x + 10*i, s, fmt.Errorf("e")
			}
		}
	}
	return 0, "", nil
}

func labels() {
outer:
	for i := range count(4) {
		for j := range 4 {
			for k := range count(4) {
				switch {
				case k == 1 && j == 0:
					break
				case k == 2 && j == 1:
					continue outer
				case i == 2:
					break outer
				case k == 3:
					goto next
				}
				fmt.Println(i, j, k)
			}
		next:
		}
	}
}

func defers() (r int) {
	defer func() { fmt.Println("first", r); r++ }()
	for i := range count(3) {
		defer fmt.Println("defer", i)
		for j := range count(2) {
			defer func() { fmt.Println("inner", i, j, recover()) }()
		}
	}
	defer fmt.Println("last")
	panic("p")
}

func assigned() {
	var a [3]int
	var s string
	i := 0
	for a[i], s = range pairs("x", "y", "z") {
		i = (i + 1) % 3
		fmt.Println(a, s)
	}
	var k int
	for k = range count(5) {
	}
	fmt.Println(k)
}

func main() {
	sum := 0
	for x := range count(5) {
		sum += x
	}
	fmt.Println(sum)
	n := 0
	for range zero {
		if n++; n > 3 {
			break
		}
	}
	fmt.Println(n)
	fmt.Println(find(3), find(20))
	fmt.Println(two(1))
	fmt.Println(two(5))
	fmt.Println(unnamed(2))
	fmt.Println(unnamed(7))
	labels()
	fmt.Println(defers())
	assigned()
	var fs []func() int
	for i, s := range pairs("p", "q") {
		fs = append(fs, func() int { i++; return i + len(s) })
	}
	for _, f := range fs {
		fmt.Println(f(), f())
	}
	for range count(2) {
	}
	for _, _ = range pairs("1") {
	}
	for _, s := range pairs("1") {
		fmt.Println(s)
	}
}

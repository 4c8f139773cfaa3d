// Closures: variables that they share, keep and change; functions as values, in structures, with
// results.
package main

import "fmt"

func adders() (fs [3]func(int) int) {
	for i := range fs {
		fs[i] = func(x int) int { i += x; return i }
	}
	return
}

func compose(fs ...func(int) int) func(int) int {
	return func(x int) int {
		for _, f := range fs {
			x = f(x)
		}
		return x
	}
}

func fib() func() int {
	a, b := 0, 1
	return func() int {
		defer func() { a, b = b, a+b }()
		return a
	}
}

type visitor func(depth int, visit visitor) int

func apply(n int, f func(int)) {
	for i := 0; i < n; i++ {
		f(i)
	}
}

var global = func() int { return 7 }()

func main() {
	fs := adders()
	fmt.Println(fs[0](10), fs[1](10), fs[1](10), fs[2](1))
	double := func(x int) int { return x * 2 }
	fmt.Println(compose(double, double, func(x int) int { return x + 1 })(5), compose()(3))
	next := fib()
	for range 10 {
		fmt.Print(next(), " ")
	}
	fmt.Println(global)
	var fact func(int) int
	fact = func(n int) int {
		if n < 2 {
			return 1
		}
		return n * fact(n-1)
	}
	fmt.Println(fact(10))
	sum := 0
	apply(5, func(i int) { sum += i })
	fmt.Println(sum)
	var v visitor = func(d int, visit visitor) int {
		if d == 0 {
			return 1
		}
		return 2 * visit(d-1, visit)
	}
	fmt.Println(v(6, v))
	var prints []func()
	for i := 0; i < 3; i++ {
		prints = append(prints, func() { fmt.Print(i, " ") })
		i := i * 10
		prints = append(prints, func() { fmt.Print(i, " ") })
	}
	for _, s := range []string{"a", "b"} {
		prints = append(prints, func() { fmt.Print(s, " ") })
	}
	for _, p := range prints {
		p()
	}
	fmt.Println()
	x := 1
	f := func() func() int {
		x := x + 1
		return func() int { x++; return x }
	}()
	fmt.Println(f(), f(), x)
	func(a int, b ...string) { fmt.Println(a, b, len(b)) }(1, "p", "q")
	var nilf func()
	fmt.Println(nilf == nil)
	big := [4]int{1, 2, 3, 4}
	st := struct{ s string }{"s"}
	h := func() { big[0]++; st.s += "!" }
	h()
	h()
	fmt.Println(big, st)
	defer func() { fmt.Println(recover()) }()
	nilf()
}

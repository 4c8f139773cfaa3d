// Comparison of structs, arrays, interfaces and what cannot be compared.
package main

import "fmt"

type T struct {
	a int
	_ int
	b string
	c any
	f float64
}
type A [3]T
type E struct{}

func main() {
	x, y := T{a: 1, b: "x", c: 1.5}, T{a: 1, b: "x", c: 1.5}
	fmt.Println(x == y, A{} == A{}, E{} == E{}, any(x) == any(y), any(x) == any(&x), &x == &x, any(nil) == nil, [0]int{} == [0]int{})
	func() { defer func() { fmt.Println(recover()) }(); fmt.Println(any([]int{}) == any([]int{})) }()
	func() { defer func() { fmt.Println(recover()) }(); x.c = []int{}; y.c = []int{}; fmt.Println(x == y) }()
	func() { defer func() { fmt.Println(recover()) }(); x.a = 5; fmt.Println(x == y) }()
	func() { defer func() { fmt.Println(recover()) }(); m := map[any]int{}; m[func() {}] = 1 }()
	func() { defer func() { fmt.Println(recover()) }(); m := map[T]int{}; m[x] = 1 }()
	func() {
		defer func() { fmt.Println(recover()) }()
		fmt.Println(any(struct{ f func() }{}) == any(struct{ f func() }{}))
	}()
	func() {
		defer func() { fmt.Println(recover()) }()
		fmt.Println([2]any{1, []int{}} == [2]any{2, []int{}})
	}()
	nan := 0.0
	nan /= nan
	z := complex(nan, 1)
	fmt.Println(nan == nan, z == z, any(nan) == any(nan), [1]float64{nan} == [1]float64{nan}, nan != nan, nan < 1, !(nan >= 1))
	m := map[float64]int{nan: 1}
	m[nan] = 2
	fmt.Println(len(m))
	delete(m, nan)
	fmt.Println(len(m))
	clear(m)
	fmt.Println(len(m))
	c1, c2 := make(chan int), make(chan int)
	var r <-chan int = c1
	fmt.Println(c1 == c2, r == c1, any(r) == any(c1))
	var e1, e2 error
	var p *int
	var s fmt.Stringer
	fmt.Println(e1 == e2, any(p) == nil, s == nil, any(p) == any((*int)(nil)), any(p) == any((*string)(nil)))
	type pt *int
	fmt.Println(pt(p) == p, any(pt(p)) == any(p))
	zero := 0.0
	fmt.Println(zero == -zero, map[float64]int{zero: 1}[-zero], any(int8(1)) == any(1), "a" < "b", "" < "a", "ab" > "a\x00", "\xff" > "é")
	switch any(x.a) {
	case 5:
		fmt.Println("five")
	case "5":
	}
	switch {
	case x.b == "x" && y.b > "w":
		fmt.Println("yes")
	}
	switch f := any(1.0).(type) {
	case int, float64:
		fmt.Printf("%T %v\n", f, f)
	case nil:
	}
}

// Every form of range, with what the loop changes of what it ranges over.
package main

import "fmt"

type MyI int8

func main() {
	for i := range 3 {
		fmt.Print(i, " ")
	}
	for range 2 {
		fmt.Print("x ")
	}
	for i := range MyI(3) {
		fmt.Printf("%T ", i)
	}
	var n uint8 = 3
	for i := range n {
		n = 10
		fmt.Printf("%T%d ", i, i)
	}
	for i := range -5 {
		fmt.Print("never", i)
	}
	const c = 2
	for i := range c {
		fmt.Printf("%T ", i)
	}
	var j int64
	for j = range 3 {
	}
	fmt.Println(j)
	a := [3]int{1, 2, 3}
	for i, v := range a {
		a[2] = 10
		if i == 2 {
			fmt.Println(v)
		}
	}
	for i, v := range &a {
		a[2] = 20
		if i == 2 {
			fmt.Println(v)
		}
	}
	s := a[:]
	for i, v := range s {
		s = append(s, v)
		a[2] = 30
		if i == 2 {
			fmt.Println(v, len(s))
		}
	}
	for i, r := range "a\xffé€\xe2\x82" {
		fmt.Print(i, ":", r, " ")
	}
	fmt.Println()
	for i := range "héy" {
		fmt.Print(i, " ")
	}
	for range "héy" {
		fmt.Print(". ")
	}
	fmt.Println()
	m := map[string]int{"a": 1, "b": 2, "c": 3}
	cnt := 0
	for k := range m {
		delete(m, k)
		cnt++
	}
	fmt.Println(cnt, len(m))
	for range m {
	}
	ch := make(chan int, 3)
	ch <- 1
	ch <- 2
	close(ch)
	for v := range ch {
		fmt.Print(v, " ")
	}
	for range ch {
	}
	var fs []func()
	for i := range 3 {
		fs = append(fs, func() { fmt.Print(i, " ") })
		i++
	}
	for _, f := range fs {
		f()
	}
	fmt.Println()
	var idx [3]int
	k := 0
	for k, idx[k] = range []int{7, 8, 9} {
	}
	fmt.Println(k, idx)
	var st struct {
		i int
		v any
	}
	for st.i, st.v = range []string{"p", "q"} {
	}
	fmt.Println(st)
	var np *[3]int
	for i := range np {
		fmt.Print(i, " ")
	}
	fmt.Println(len(np), cap(np))
	func() {
		defer func() { fmt.Println(recover()) }()
		for _, v := range np {
			fmt.Println(v)
		}
	}()
	for i, v := range func(y func(int, string) bool) { _ = y(1, "a") && y(2, "b") } {
		fmt.Print(i, v, " ")
	}
	for range func(y func() bool) {
		for y() {
		}
	} {
		cnt++
		if cnt > 6 {
			break
		}
	}
	fmt.Println(cnt)
	func() {
		defer func() { fmt.Println(recover()) }()
		for range func(y func(int) bool) { y(1); y(2) } {
			break
		}
	}()
	f := func() (r int) {
		defer func() { r *= 2 }()
		for i := range func(y func(int) bool) {
			for i := range 10 {
				if !y(i) {
					return
				}
			}
		} {
			defer func() { r++ }()
			if i == 3 {
				return i
			}
		}
		return -1
	}
	fmt.Println(f())
outer:
	for i := range func(y func(int) bool) {
		for i := 0; y(i); i++ {
		}
	} {
		for j := range 5 {
			if j == 2 {
				continue outer
			}
			if i == 2 {
				break outer
			}
			fmt.Print(i, j, " ")
		}
	}
	fmt.Println()
	type Seq func(func(int) bool)
	for v := range Seq(func(y func(int) bool) { y(42) }) {
		fmt.Println(v)
	}
	g(func(y func(int) bool) { y(1) })
	g2([]string{"z"})
	g3([2]int{1, 2})
	g3(map[string]int{"a": 5})
}
func g[F ~func(func(T) bool), T any](f F) {
	for v := range f {
		fmt.Printf("%T %v\n", v, v)
	}
}
func g2[S ~[]E, E any](s S) {
	for i, v := range s {
		fmt.Println(i, v)
	}
}
func g3[S interface{ [2]int } | interface{ map[string]int }](s S) { fmt.Println(len(s)) }

// Functions of the same package and of others, by //go:linkname.
package main

import (
	"fmt"
	"time"
	_ "unsafe"
)

//go:linkname here main.there
func here(n int) int

func there(n int) int { return n * 2 }

//go:linkname pushed main.pulled
func pushed(s string) string { return "<" + s + ">" }

//go:linkname pulled
func pulled(s string) string

type T struct{ n int }

func (t *T) add(n int) int { t.n += n; return t.n }

//go:linkname add main.(*T).add
func add(t *T, n int) int

//go:linkname method main.T.method
func method(t T, s ...string) (string, int)

func (t T) method(s ...string) (string, int) { return fmt.Sprint(t.n, s), len(s) }

//go:linkname nanotime runtime.nanotime
func nanotime() int64

func main() {
	fmt.Println(here(21), pulled("a"))
	t := T{1}
	fmt.Println(add(&t, 5), t)
	fmt.Println(method(t, "x", "y"))
	f := here
	defer fmt.Println(f(1))
	var g interface{} = pulled
	fmt.Println(g.(func(string) string)("i"))
	a := nanotime()
	time.Sleep(1)
	fmt.Println(nanotime() > a)
}

// Deferred calls run last first, with arguments evaluated when they are deferred; they may set
// results.
package main

import (
	"fmt"
	"os"
)

type res struct{ name string }

func open(name string) *res   { fmt.Print("open ", name, "; "); return &res{name} }
func (r *res) close()         { fmt.Print("close ", r.name, "; ") }
func (r res) show(n int)      { fmt.Print("show ", r.name, n, "; ") }
func arg(s string) string     { fmt.Print("arg ", s, "; "); return s }
func done(s string, n ...int) { fmt.Print("done ", s, n, "; ") }

func work() (err error) {
	a := open("a")
	defer a.close()
	defer done(arg("x"), 1, 2)
	r := res{"old"}
	defer r.show(1)
	r.name = "new"
	b := open("b")
	defer func() { b.close(); b = nil }()
	for i := 0; i < 3; i++ {
		defer fmt.Print("loop", i, "; ")
	}
	if a != nil {
		defer done("cond")
	}
	return nil
}

func result() (n int) {
	defer func() { n++ }()
	defer func(old int) { n = n*10 + old }(n)
	n = 3
	return 4
}

func nested() {
	defer func() {
		defer func() { fmt.Println("inner") }()
		fmt.Print("outer ")
	}()
	fmt.Print("body ")
}

func many(n int) (sum int) {
	for i := range n {
		defer func() { sum += i }()
	}
	return 0
}

type closer interface{ close() }

func main() {
	fmt.Println(work())
	fmt.Println(result())
	nested()
	fmt.Println(many(10000))
	func() {
		var c closer = open("iface")
		defer c.close()
		f := c.close
		defer f()
		c = nil
	}()
	fmt.Println()
	func() {
		m := map[string]int{"k": 1}
		defer delete(m, "k")
		defer func() { fmt.Println(len(m)) }()
		defer copy(make([]int, 1), []int{1})
	}()
	func() {
		defer func() { fmt.Println("recovered:", recover()) }()
		var f func()
		defer f() // panics when it is run, not here
		fmt.Println("before")
	}()
	defer fmt.Println("never printed")
	os.Exit(0)
}

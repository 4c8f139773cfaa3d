// The blank identifier wherever it may stand.
package main

import "fmt"

var _ = fmt.Sprint("x")
var _, y = func() (int, int) { fmt.Println("init"); return 1, 2 }()

func _()    { panic("never") }
func _(int) {}

type _ struct{ _ int }
type T struct {
	_, _ int
	a    int
	_    string
}

func (_ T) m(_ int, _ string) (_ int, _ error) { return 5, nil }
func (T) n(_, b int) (_ int)                   { return }

const _ = iota

func init() { fmt.Println("i1") }
func main() {
	t := T{a: 1}
	fmt.Println(t.m(1, ""))
	fmt.Println(t.n(1, 2), y)
	_, _ = fmt.Print("z\n")
	for _, _ = range []int{1} {
	}
	for _ = range 2 {
	}
	var _ = t
	var _ int = 4
	_ = t
	switch _ = t; {
	}
	var _, q = 1, 2
	_ = q
	if _, ok := any(1).(int); ok {
		fmt.Println("ok")
	}
	_ = func(_ int, _ ...string) {}
	var x struct {
		_ int
		b int
	}
	x.b = 2
	fmt.Println(x == struct {
		_ int
		b int
	}{b: 2})
	fmt.Printf("%v %+v\n", t, x)
}

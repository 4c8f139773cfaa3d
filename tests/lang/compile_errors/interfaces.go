// Types that lack a method, have it on the pointer or with another signature; assertions that
// cannot hold.
package main

import (
	"fmt"
	"io"
)

type S interface {
	m(int) string
	n()
}

type V struct{}

func (V) m(int) int { return 0 }
func (V) n()        {}

type P struct{}

func (*P) m(int) string { return "" }
func (*P) n()           {}

func main() {
	var s S
	s = V{}
	s = P{}
	s = &P{}
	s = nil
	var w io.Writer = s
	_ = s.(V)
	x := 5
	_ = x.(int)
	s.q()
	switch x.(type) {
	}
	fmt.Println(s == x, w)
}

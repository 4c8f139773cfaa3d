// Assertions to concrete types and interfaces, with and without ok; embedded interfaces;
// comparisons.
package main

import (
	"errors"
	"fmt"
	"io"
)

type shape interface {
	area() float64
}
type named interface{ name() string }
type both interface {
	shape
	named
}
type square struct{ s float64 }

func (q square) area() float64 { return q.s * q.s }
func (q square) name() string  { return "square" }

type circle struct{ r float64 }

func (c *circle) area() float64 { return 3 * c.r * c.r }

func try(f func()) {
	defer func() {
		r := recover()
		_, isErr := r.(error)
		fmt.Println(r, isErr)
	}()
	f()
}

type myErr struct{}

func (*myErr) Error() string { return "mine" }

func typedNil(fail bool) error {
	var e *myErr
	if fail {
		e = &myErr{}
	}
	return e
}

func main() {
	var s shape = square{2}
	_, isNamed := s.(named)
	b, ok := s.(both)
	_, isCircle := s.(*circle)
	fmt.Println(s.area(), isNamed, ok, b.name(), isCircle)
	s = &circle{1}
	if n, ok := s.(named); !ok {
		fmt.Println(n == nil, ok)
	}
	var e interface{} = 5
	n, ok := e.(int)
	str, ok2 := e.(string)
	fmt.Printf("%d %t %q %t\n", n, ok, str, ok2)
	try(func() { _ = e.(string) })
	try(func() { _ = e.(shape) })
	try(func() { _ = s.(named) })
	try(func() { _ = s.(square) })
	try(func() { var x interface{}; _ = x.(int) })
	try(func() { var x shape; _ = x.(named) })
	try(func() { var x shape; x.area() })
	try(func() { var c *circle; shape(c).area() })
	try(func() { var a, b any = []int{1}, []int{1}; fmt.Println(a == b) })
	try(func() { var a, b any = map[int]int{}, 1; fmt.Println(a == b) })
	try(func() { type t struct{ f func() }; var a, b any = t{}, t{}; fmt.Println(a == b) })
	fmt.Println(typedNil(false) == nil, typedNil(true) == nil)
	var a, c any = 1, 1
	fmt.Println(a == c, a == any(1.0), a != nil, any(square{1}) == any(square{1}), any(&square{1}) == any(&square{1}))
	fmt.Println(s == shape(&circle{1}), any("a") == "a", e == 5, error(nil) == nil)
	var r io.Reader
	_, isW := r.(io.Writer)
	fmt.Println(isW, r == nil)
	type anon interface{ area() float64 }
	var an anon = s
	fmt.Println(an.area(), an == anon(s))
	errs := []error{errors.New("x"), &myErr{}, nil, fmt.Errorf("w: %w", io.EOF)}
	for _, e := range errs {
		fmt.Print(e, " ")
	}
	fmt.Println(errors.New("a") == errors.New("a"), errs[3] == io.EOF)
}

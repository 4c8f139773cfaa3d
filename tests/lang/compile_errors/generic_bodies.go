// The bodies of generic functions are checked whether or not they are instantiated.
package main

import (
	"fmt"
	"strings"
)

func same[T any](a, b T) bool   { return a == b }
func field[T any](x T) int      { return x.a }
func never[T any](x T)          { undefinedName(x); var unused int; return 5 }
func add[T ~int | ~bool](x T) T { return x + x }
func less[T ~[]int](x T) bool   { return x < x }

type list[T any] struct{ v T }

func (l *list[E]) set(x E) { l.v = x; l.w = x }
func (l list[_]) get() int { return l.v }

type p struct{ a int }

func main() { fmt.Println(same(1, 1), field(p{4})) }

// What is wrong with aliases that have type parameters.
package main

type Set[P comparable] = map[P]bool
type Self[P any] = P
type Loop[P any] = []Loop[P]

func f(s Set) {}

var a Set[[]int]
var b Set[int, string]

func (Set[P]) method() {}

func main() {}

// A constraint that mentions the generic type that it constrains, and deep but finite instances.
package main

import "fmt"

type list[E interface{ next() list[E] }] []E

type node int

func (n node) next() list[node] { return list[node]{n + 1} }

type box[T any] struct{ in T }

func main() {
	l := list[node]{1}
	fmt.Println("next:", l[0].next())
	var b box[box[box[box[box[box[box[box[box[box[int]]]]]]]]]]
	fmt.Println("boxes:", b)
}

// Generic types that are declared in functions, generic ones among them.
package main

import "fmt"

type num interface{ ~int | ~float64 }

func f[T num](x T) any {
	type pair[U any] struct {
		a T
		b U
	}
	type list[U any] struct {
		v    U
		next *list[U]
	}
	l := &list[pair[string]]{v: pair[string]{x, "s"}}
	l.next = &list[pair[string]]{}
	return l.v
}

func main() {
	type box[T any] struct{ v T }
	b := box[int]{3}
	fmt.Println(b, f(1), f(2.5))
	var c box[box[string]]
	fmt.Println(c)
}

// How type arguments that are structs with embedded fields are named.
package main

import "fmt"
import "bytes"

type list[T any] []T
type S struct{}
type A = S
type A2 = int
type A3 = list[int]

func main() {
	type T int
	fmt.Printf("%T\n", list[struct{ S }]{})
	fmt.Printf("%T\n", list[struct{ *S }]{})
	fmt.Printf("%T\n", list[struct{ A }]{})
	fmt.Printf("%T\n", list[struct{ *A }]{})
	fmt.Printf("%T\n", list[struct{ A2 }]{})
	fmt.Printf("%T\n", list[struct{ int }]{})
	fmt.Printf("%T\n", list[struct{ A3 }]{})
	fmt.Printf("%T\n", list[struct{ list[int] }]{})
	fmt.Printf("%T\n", list[struct{ *list[int] }]{})
	fmt.Printf("%T\n", list[struct{ T }]{})
	fmt.Printf("%T\n", list[struct{ *T }]{})
	fmt.Printf("%T\n", list[struct {
		bytes.Buffer
		error
		any
	}]{})
	fmt.Printf("%T\n", list[struct {
		*bytes.Buffer
		byte
		rune
	}]{})
	fmt.Printf("%T\n", struct {
		*bytes.Buffer
		byte
		rune
		T
		A
		A2
		A3
		any
	}{})
	fmt.Printf("%T\n", list[struct {
		_ int
		_ T `x:"y"`
		S "tag"
	}]{})
}

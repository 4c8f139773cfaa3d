// Values nested 5,000 deep, printed with several verbs, and String methods that print what they are
// in.
package main

import (
	"fmt"
)

const depth = 5000

type list struct{ next any }
type shown struct{ n int }

func (s shown) String() string {
	if s.n == 0 {
		return "."
	}
	return fmt.Sprint(shown{s.n - 1})
}

func sum(label, text string) {
	fmt.Println(label, len(text), text[:20], text[len(text)-20:])
}

func main() {
	var a, b, c, d any = 1, 2, 3, 4
	for range depth {
		a, b, c, d = list{a}, []any{b}, map[string]any{"k": c}, map[any]any{list{1}: d}
	}
	for _, verb := range []string{"%v", "%+v", "%#v", "%d"} {
		sum("structs "+verb, fmt.Sprintf(verb, a))
		sum("slices "+verb, fmt.Sprintf(verb, b))
		sum("maps "+verb, fmt.Sprintf(verb, c))
		sum("keys "+verb, fmt.Sprintf(verb, d))
	}
	fmt.Println("String in String:", shown{depth})
	keys := map[any]int{}
	for i := range 5 {
		x := any(i)
		for range depth {
			x = [1]any{x}
		}
		keys[x] = i
	}
	sum("sorted keys", fmt.Sprint(keys))
}

// Bad literals: strings and runes that do not end, unknown escapes, digits that are none.
package main

import "fmt"

func main() {
	a := "open
	b := 'ab'
	c := '
	d := "\q"
	e := 0x
	f := 09
	g := 1__0
	fmt.Println(a, b, c, d, e, f, g)
}

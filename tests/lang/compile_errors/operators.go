// Operators on mixed types, comparisons that the language does not have, ++ on what is no variable.
package main

import "fmt"

type T struct{ f func() }

func main() {
	a, b := 1, 2.5
	var c int8 = 1
	s := []int{}
	m := map[string]int{}
	f := func() {}
	fmt.Println(a+b, a+c, s == s, m == m, f == f, T{} == T{}, a && true, "a"-"b")
	a++
	"s"++
	fmt.Println(a, nil == nil)
}

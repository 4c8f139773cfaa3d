// Values of many words in maps: stored, loaded, exchanged, in literals, and fields of those that are missing.
package main

import "fmt"

type large [130]int
type guarded struct {
	a int8
	v large
	b int8
}

func filled(n int) (v large) {
	for i := range v {
		v[i] = n + i
	}
	return
}

func main() {
	m := map[int]large{1: filled(1), 2: filled(2)}
	v := m[1]
	m[1], m[2] = m[2], m[1]
	fmt.Println("exchanged:", m[1][0], m[2][129], v[5])
	g := map[string]guarded{"a": {-1, filled(1), -2}}
	x := g["a"]
	fmt.Println("literal:", x.a, x.v[5], x.b, g["a"].v[129], g["none"].v[7], g["none"].b)
	k := map[large]int{filled(3): 3}
	k[filled(4)]++
	fmt.Println("keys:", k[filled(3)], k[filled(4)], k[filled(5)])
	p := &guarded{v: m[2]}
	p.v, m[3] = m[3], p.v
	y, ok := m[3]
	fmt.Println("fields:", p.v[3], y[3], ok)
}

// Maps by all common operations: literals, missing keys, deletion, growth, keys and elements of
// many types.
package main

import (
	"fmt"
	"sort"
)

type key struct {
	a int
	b string
}

func main() {
	m := map[string]int{"one": 1, "two": 2}
	m["three"] = 3
	v, ok := m["four"]
	fmt.Println(len(m), m["one"], v, ok, m)
	delete(m, "one")
	delete(m, "absent")
	_, ok = m["one"]
	m["two"]++
	m["new"] += 5
	fmt.Println(m, ok)
	var n map[string]int
	fmt.Println(n == nil, len(n), n["x"], n)
	delete(n, "x")
	for range n {
		fmt.Println("never")
	}
	k := map[key][]int{}
	k[key{1, "a"}] = append(k[key{1, "a"}], 1, 2)
	k[key{1, "a"}] = append(k[key{1, "a"}], 3)
	fmt.Println(k)
	nested := map[string]map[int]bool{"x": {1: true}}
	nested["y"] = map[int]bool{}
	nested["y"][2] = true
	fmt.Println(nested, nested["z"][1])
	big := make(map[int]int, 10)
	for i := range 10000 {
		big[i*7919] = i
	}
	sum, keys := 0, 0
	for k, v := range big {
		sum += v
		keys += k % 10
	}
	for i := 0; i < 10000; i += 3 {
		delete(big, i*7919)
	}
	fmt.Println(sum, keys, len(big), big[7919], big[0])
	for k := range big {
		delete(big, k)
	}
	fmt.Println(len(big))
	i := map[interface{}]string{1: "int", "1": "string", 1.0: "float", [1]int{1}: "array", key{1, ""}: "struct", nil: "nil", true: "bool"}
	fmt.Println(i[1], i["1"], i[1.0], i[[1]int{1}], i[key{1, ""}], i[nil], i[true], i[int8(1)] == "", len(i))
	f := map[string]func(int) int{"double": func(x int) int { return 2 * x }}
	fmt.Println(f["double"](21), f["none"] == nil)
	p := map[*int]int{}
	x, y := 1, 1
	p[&x], p[&y] = 10, 20
	fmt.Println(p[&x], p[&y])
	names := []string{}
	for name := range map[string]bool{"c": true, "a": true, "b": false} {
		names = append(names, name)
	}
	sort.Strings(names)
	clear(m)
	fmt.Println(names, m, len(m))
}

// sort.Slice of 300,000 structs by a number, then by a text.
package main

import (
	"fmt"
	"sort"
)

type item struct {
	key  uint32
	name string
}

func main() {
	x := uint32(1)
	items := make([]item, 300000)
	for i := range items {
		x = x*1664525 + 1013904223
		items[i] = item{x >> 8, fmt.Sprintf("n%07d", x>>10)}
	}
	sort.Slice(items, func(i, j int) bool { return items[i].key < items[j].key })
	fmt.Println(items[0].key, items[150000].key)
	sort.Slice(items, func(i, j int) bool { return items[i].name > items[j].name })
	fmt.Println(items[0].name, items[150000].name)
}

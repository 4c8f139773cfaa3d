// sort.Slice and its like with what is no slice.
package main

import (
	"fmt"
	"sort"
)

func try(label string, f func()) {
	defer func() {
		r := recover()
		_, ok := r.(error)
		fmt.Println(label, r, ok)
	}()
	f()
}

type T struct{}

func main() {
	no := func(i, j int) bool { return false }
	for _, x := range []any{nil, map[int]int{}, map[int]int{1: 1, 2: 2}, 5, "text", [3]int{}, &[]int{1, 2}, T{}, func() {}, make(chan int, 3), 1.5, []int{}, []int(nil), []T{{}, {}}, error(nil), true, uint8(1), complex(1, 2), new(int)} {
		try(fmt.Sprintf("Slice %T:", x), func() { sort.Slice(x, no) })
		try(fmt.Sprintf("SliceStable %T:", x), func() { sort.SliceStable(x, no) })
		try(fmt.Sprintf("SliceIsSorted %T:", x), func() { fmt.Println(sort.SliceIsSorted(x, no)) })
	}
}

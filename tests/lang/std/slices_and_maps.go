// Packages slices, maps and cmp.
package main

import (
	"cmp"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
)

type word string
type words []word

type pair struct {
	key   int
	order int
}

func main() {
	m := map[string]int{"a": 1, "b": 2, "c": 3}
	keys := slices.Sorted(maps.Keys(m))
	fmt.Println(keys, slices.Sorted(maps.Values(m)), maps.Equal(m, maps.Clone(m)), maps.Collect(maps.All(m)))
	maps.DeleteFunc(m, func(k string, v int) bool { return v == 2 })
	fmt.Println(m, slices.Collect(slices.Values([]int{3, 1})))

	var pairs []pair
	for i := 0; i < 200; i++ {
		pairs = append(pairs, pair{i * 7919 % 13, i})
	}
	unstable := slices.Clone(pairs)
	slices.SortFunc(unstable, func(a, b pair) int { return cmp.Compare(a.key, b.key) })
	fmt.Println(unstable[:40])
	slices.SortStableFunc(pairs, func(a, b pair) int { return b.key - a.key })
	fmt.Println(pairs[:20], slices.IsSortedFunc(pairs, func(a, b pair) int { return b.key - a.key }))

	floats := []float64{2, math.NaN(), -1, math.Inf(1), 0}
	slices.Sort(floats)
	fmt.Println(floats, slices.Max([]int{1, 5, 2}), slices.Min(floats), cmp.Compare(math.NaN(), 1), cmp.Or("", "x", "y"))
	w := words{"b", "c", "a"}
	slices.Sort(w)
	fmt.Println(w, slices.IsSorted(w), slices.Contains(w, "c"), slices.IndexFunc(w, func(w word) bool { return w > "a" }))
	fmt.Println(slices.BinarySearch(w, "b"))
	fmt.Println(slices.BinarySearchFunc(w, "bb", func(a word, b string) int { return strings.Compare(string(a), b) }))

	s := make([]int, 5, 12)
	for i := range s {
		s[i] = i
	}
	inserted := slices.Insert(s, 1, s[2:4]...)
	fmt.Println(inserted, len(inserted), cap(inserted), slices.Insert(inserted, 7, 9), slices.Insert([]int{1, 2}, 1, 7, 8, 9))
	fmt.Println(slices.Delete([]int{0, 1, 2, 3, 4}, 1, 3), slices.Replace([]int{0, 1, 2, 3}, 1, 3, 7), slices.Replace([]int{0, 1, 2, 3}, 1, 2, 7, 8, 9))
	full := []int{1, 1, 2, 2, 2, 3, 1}
	fmt.Println(slices.Compact(full), full, slices.DeleteFunc([]int{1, 2, 3, 4}, func(i int) bool { return i%2 == 0 }))
	slices.Reverse(full)
	fmt.Println(full, slices.Concat([]int{1}, nil, []int{2, 3}), slices.Repeat([]string{"a", "b"}, 3), slices.Equal(full, full))
	for chunk := range chunks(slices.Chunk([]int{1, 2, 3, 4, 5}, 2)) {
		fmt.Print(chunk, " ")
	}
	fmt.Println(slices.Compare([]int{1, 2}, []int{1, 3}), slices.Compare([]int{1, 2}, []int{1}), cap(slices.Clip(s)), cap(slices.Grow([]int{1}, 10)) >= 11)
	for _, f := range []func(){
		func() { slices.Delete([]int{1, 2}, 1, 3) },
		func() { slices.Max([]int{}) },
		func() { slices.Chunk([]int{1}, 0) },
		func() { slices.Insert([]int{1}, 2) },
	} {
		func() {
			defer func() { fmt.Println(recover()) }()
			f()
		}()
	}
}

// chunks collects what an iterator gives.
func chunks[T any](seq func(func(T) bool)) []T {
	var all []T
	seq(func(v T) bool {
		all = append(all, v)
		return true
	})
	return all
}

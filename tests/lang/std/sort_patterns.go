// Long slices of all shapes that a quicksort may meet, against a count of each value.
package main

import (
	"fmt"
	"sort"
	"strings"
)

type pattern struct {
	name string
	at   func(i, n int) int
}

func patterns() []pattern {
	x := uint32(7)
	random := func() int {
		x = x*1664525 + 1013904223
		return int(x >> 8)
	}
	return []pattern{
		{"up", func(i, n int) int { return i }},
		{"down", func(i, n int) int { return n - i }},
		{"equal", func(i, n int) int { return 5 }},
		{"two", func(i, n int) int { return i & 1 }},
		{"pipe", func(i, n int) int { return min(i, n-i) }},
		{"valley", func(i, n int) int { return max(i, n-i) }},
		{"saw", func(i, n int) int { return i % 1000 }},
		{"last out", func(i, n int) int {
			if i == n-1 {
				return -1
			}
			return i
		}},
		{"first out", func(i, n int) int {
			if i == 0 {
				return n
			}
			return i
		}},
		{"halves", func(i, n int) int { return (i + n/2) % n }},
		{"random", func(i, n int) int { return random() }},
		{"few", func(i, n int) int { return random() % 7 }},
		{"nearly", func(i, n int) int {
			if random()%100 == 0 {
				return random() % n
			}
			return i
		}},
	}
}

func main() {
	for _, p := range patterns() {
		for _, n := range []int{0, 1, 24, 25, 600, 4095, 4097, 30000, 100003} {
			ints, floats, texts := make([]int, n), make([]float64, n), make([]string, n/8)
			ofInts, ofTexts := map[int]int{}, map[string]int{}
			for i := range ints {
				ints[i] = p.at(i, n)
				floats[i] = float64(ints[i]) / 3
				ofInts[ints[i]]++
			}
			for i := range texts {
				texts[i] = strings.Repeat("x", i%3) + fmt.Sprintf("%06d", p.at(i, n/8))
				ofTexts[texts[i]]++
			}
			sort.Ints(ints)
			sort.Float64s(floats)
			sort.Strings(texts)
			for i, v := range ints {
				ofInts[v]--
				if i > 0 && (ints[i-1] > v || floats[i-1] > floats[i]) || floats[i] != float64(v)/3 {
					fmt.Println(p.name, n, "is not sorted")
					break
				}
			}
			for i, v := range texts {
				ofTexts[v]--
				if i > 0 && texts[i-1] > v {
					fmt.Println(p.name, n, "texts are not sorted")
					break
				}
			}
			for v, left := range ofInts {
				if left != 0 {
					fmt.Println(p.name, n, "changed", v)
				}
			}
			for v, left := range ofTexts {
				if left != 0 {
					fmt.Println(p.name, n, "changed", v)
				}
			}
		}
		fmt.Println(p.name)
	}
}

// Package sort on slices of numbers, text and structs.
package main

import (
	"fmt"
	"sort"
)

type person struct {
	name string
	age  int
}

type byAge []person

func (p byAge) Len() int           { return len(p) }
func (p byAge) Less(i, j int) bool { return p[i].age < p[j].age }
func (p byAge) Swap(i, j int)      { p[i], p[j] = p[j], p[i] }

func main() {
	n := []int{5, 2, 8, 1, 9, 3}
	sort.Ints(n)
	fmt.Println(n, sort.SearchInts(n, 8), sort.SearchInts(n, 4), sort.IntsAreSorted(n))
	sort.Sort(sort.Reverse(sort.IntSlice(n)))
	fmt.Println(n)
	s := []string{"pear", "Apple", "fig", ""}
	sort.Strings(s)
	fmt.Printf("%q %d\n", s, sort.SearchStrings(s, "fig"))
	f := []float64{2.5, -1, 1e3}
	sort.Float64s(f)
	fmt.Println(f)
	people := []person{{"a", 30}, {"b", 25}, {"c", 30}, {"d", 25}, {"e", 1}}
	sort.Stable(byAge(people))
	fmt.Println(people)
	sort.Slice(people, func(i, j int) bool { return people[i].name > people[j].name })
	fmt.Println(people)
	sort.SliceStable(people, func(i, j int) bool { return people[i].age > people[j].age })
	fmt.Println(people, sort.IsSorted(byAge(people)))
	fmt.Println(sort.Search(100, func(i int) bool { return i*i >= 50 }))
	big := make([]int, 5000)
	x := uint32(1)
	for i := range big {
		x = x*1664525 + 1013904223
		big[i] = int(x >> 8)
	}
	sort.Ints(big)
	fmt.Println(sort.IntsAreSorted(big), big[0], big[4999])
	sort.Sort(sort.Reverse(sort.StringSlice(s)))
	fmt.Printf("%q\n", s)
}

// Data of a freed arena are not to be had.
package main

import (
	"arena"
	"fmt"
	"runtime/debug"
)

type T struct {
	p *T
	a [10]int
}

var keep []*T

func (t *T) use(n int) int {
	if n == 0 {
		return t.a[3]
	}
	return t.use(n-1) + 1
}

func main() {
	debug.SetGCPercent(-1) // while a collection runs, freed memory stays readable
	a := arena.NewArena()
	for i := 0; i < 200000; i++ {
		t := arena.New[T](a)
		t.a[3] = i
		if i%1000 == 0 {
			keep = append(keep, t)
		}
	}
	fmt.Println(len(keep), keep[77].use(3))
	a.Free()
	fmt.Println("freed")
	fmt.Println(keep[77].use(3))
}

// Functions in C meet freed memory as well.
package main

import (
	"arena"
	"fmt"
	"runtime/debug"
)

func fill(to, from []byte) int { return copy(to, from) }

func main() {
	debug.SetGCPercent(-1) // while a collection runs, freed memory stays readable
	a := arena.NewArena()
	text := arena.MakeSlice[byte](a, 1<<20, 1<<20)
	for i := 0; i < 20; i++ {
		arena.MakeSlice[byte](a, 1<<20, 1<<20)
	}
	buffer := make([]byte, 100000)
	fmt.Println(fill(buffer, text))
	a.Free()
	fmt.Println(fill(buffer, text))
}

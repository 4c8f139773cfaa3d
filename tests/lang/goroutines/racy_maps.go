// Four goroutines change and read the same maps. Somebody notices, and that ends the program.
package main

import (
	"fmt"
	"runtime"
)

func main() {
	runtime.GOMAXPROCS(4)
	ints, strs, anys := map[int]*int{}, map[string]*int{}, map[any]*int{}
	for i := 0; i < 4; i++ {
		go func() {
			for round := i; ; round++ {
				for k := 0; k < 300; k++ {
					switch round % 3 {
					case 0:
						ints[k] = ints[k*7]
					case 1:
						strs[fmt.Sprint(k)] = strs[fmt.Sprint(k*7)]
					default:
						anys[k] = anys[k*7]
					}
				}
				for k := range ints {
					delete(ints, k)
				}
				for k := 0; k < 300; k += 2 {
					delete(strs, fmt.Sprint(k))
				}
				clear(anys)
			}
		}()
	}
	select {}
}

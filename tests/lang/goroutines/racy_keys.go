// Eight goroutines change, read, walk and clear the same maps of all kinds of keys, small ones and large ones.
package main

import (
	"fmt"
	"runtime"
	"strings"
)

type key struct {
	name string
	n    int
	any  any
}

func main() {
	runtime.GOMAXPROCS(4)
	for range 8 {
		go work()
	}
	select {}
}

var (
	strs, tiny = map[string]int{}, map[string]int{}
	anys       = map[any]*int{}
	keys       = map[key]int{}
	ints       = map[int]*int{}
	fewer      = map[int32]string{}
	floats     = map[float64]int{}
	long       = strings.Repeat("abcdefgh", 64)
)

func work() {
	for round := 0; ; round++ {
		for k := 0; k < 200; k++ {
			s := long[:k]
			strs[s] += tiny[long[:k%5]]
			tiny[long[:k%9]] = k
			var a any = k
			if k%2 == 0 {
				a = s
			}
			anys[a] = anys[k]
			keys[key{s, k, a}] = keys[key{s, k, k}]
			ints[k] = ints[k*7]
			fewer[int32(k)] = s
			floats[float64(k)] = k
			if k%50 == 49 {
				clear(tiny)
			}
			delete(tiny, long[:k%7])
		}
		switch round % 4 {
		case 0:
			for k := range strs {
				delete(strs, k)
			}
			for k := range anys {
				delete(anys, k)
			}
		case 1:
			clear(keys)
			clear(ints)
			clear(strs)
			clear(anys)
		case 2:
			for k := range keys {
				if keys[k] < 0 {
					fmt.Println(k.n)
				}
			}
			for k := range floats {
				delete(floats, k)
			}
			for k := range ints {
				delete(ints, k)
			}
			clear(fewer)
		}
	}
}

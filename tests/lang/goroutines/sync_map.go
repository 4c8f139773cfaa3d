// Each method of sync.Map, by one goroutine and by several.
package main

import (
	"fmt"
	"sort"
	"sync"
)

func try(f func()) {
	defer func() { fmt.Println(recover()) }()
	f()
}

func main() {
	var m sync.Map
	fmt.Println(m.Load("a"))
	m.Store("a", 1)
	m.Store("b", 2)
	fmt.Println(m.Load("a"))
	fmt.Println(m.LoadOrStore("a", 9))
	fmt.Println(m.LoadOrStore("c", 3))
	fmt.Println(m.Swap("a", 10))
	fmt.Println(m.Swap("d", 4))
	fmt.Println(m.CompareAndSwap("a", 1, 5), m.CompareAndSwap("a", 10, 5), m.CompareAndSwap("none", nil, 1))
	fmt.Println(m.CompareAndDelete("a", 1), m.CompareAndDelete("a", 5), m.CompareAndDelete("a", 5))
	fmt.Println(m.LoadAndDelete("b"))
	fmt.Println(m.LoadAndDelete("b"))
	m.Delete("b")
	m.Store(nil, "nil key")
	fmt.Println(m.Load(nil))
	m.Delete(nil)
	var keys []string
	m.Range(func(k, v any) bool {
		keys = append(keys, fmt.Sprint(k, "=", v))
		m.Delete("e")
		m.Store("c", 30)
		return true
	})
	sort.Strings(keys)
	fmt.Println(len(keys), keys[len(keys)-1])
	n := 0
	m.Range(func(k, v any) bool { n++; return false })
	fmt.Println(n)
	try(func() { m.Load([]int{1}) })
	try(func() { m.Store(map[int]int{}, 1) })
	m.Store("s", []int{1})
	try(func() { m.CompareAndSwap("s", []int{1}, 2) })
	m.Store("usable", true)
	fmt.Println(m.Load("usable"))

	var shared sync.Map
	var wg sync.WaitGroup
	winners := make([]int, 8)
	for i := 0; i < 8; i++ {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for k := 0; k < 200; k++ {
				if _, loaded := shared.LoadOrStore(k, i); !loaded {
					winners[i]++
				}
			}
		}()
	}
	wg.Wait()
	total := 0
	for _, n := range winners {
		total += n
	}
	size := 0
	shared.Range(func(k, v any) bool { size++; return true })
	fmt.Println(total, size)
	shared.Clear()
	shared.Range(func(k, v any) bool { fmt.Println("left", k); return true })
}

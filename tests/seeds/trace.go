package main

import (
	"fmt"
	"sync"
	"time"
)

// Prints who came when: the same for the same seed, and not for others.
func main() {
	var mu sync.Mutex
	var wg sync.WaitGroup
	numbers, ch := map[int]bool{}, make(chan int, 2)
	for g := range 5 {
		numbers[g] = true
		wg.Add(1)
		go func() {
			defer wg.Done()
			for i := range 4 {
				mu.Lock()
				fmt.Print(g, " ")
				mu.Unlock()
				select {
				case ch <- g:
				case v := <-ch:
					fmt.Print("<", v, " ")
				case <-time.After(time.Duration(i) * time.Microsecond):
					fmt.Print("! ")
				}
			}
		}()
	}
	wg.Wait()
	for n := range numbers {
		fmt.Print(n, ",")
	}
	fmt.Println()
}

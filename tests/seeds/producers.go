package main

import "sync"

// Producers and consumers over a small buffer: nothing is lost, nothing comes twice, each producer's items come in order.
func main() {
	ch := make(chan [2]int, 2)
	var producers, consumers sync.WaitGroup
	for p := range 3 {
		producers.Add(1)
		go func() {
			defer producers.Done()
			for i := range 5 {
				ch <- [2]int{p, i}
			}
		}()
	}
	var mu sync.Mutex
	seen := map[[2]int]bool{}
	for range 2 {
		consumers.Add(1)
		go func() {
			defer consumers.Done()
			last := [3]int{-1, -1, -1}
			for item := range ch {
				if item[1] <= last[item[0]] {
					panic("out of order")
				}
				last[item[0]] = item[1]
				mu.Lock()
				if seen[item] {
					panic("twice")
				}
				seen[item] = true
				mu.Unlock()
			}
		}()
	}
	producers.Wait()
	close(ch)
	consumers.Wait()
	if len(seen) != 15 {
		panic("lost")
	}
}

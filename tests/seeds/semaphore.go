package main

import (
	"runtime"
	"sync"
)

// A counting semaphore of a channel; dining philosophers who take the lower fork first.
func main() {
	places := make(chan bool, 2)
	var forks [4]sync.Mutex
	var wg sync.WaitGroup
	inside, meals := 0, 0
	var mu sync.Mutex
	for i := range 4 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			first, second := i, (i+1)%4
			if second < first {
				first, second = second, first
			}
			for range 3 {
				places <- true
				mu.Lock()
				if inside++; inside > 2 {
					panic("too many")
				}
				mu.Unlock()
				forks[first].Lock()
				runtime.Gosched()
				forks[second].Lock()
				mu.Lock()
				meals++
				inside--
				mu.Unlock()
				forks[second].Unlock()
				forks[first].Unlock()
				<-places
			}
		}()
	}
	wg.Wait()
	if meals != 12 || inside != 0 || len(places) != 0 {
		panic(meals)
	}
}

package main

import (
	"sync"
	"sync/atomic"
)

// A pool of workers: each job is done once, at most three at a time.
func main() {
	jobs, results := make(chan int), make(chan int, 4)
	var busy atomic.Int32
	var wg sync.WaitGroup
	for range 3 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for job := range jobs {
				if busy.Add(1) > 3 {
					panic("too many at once")
				}
				n := 0
				for i := range job {
					n += i
				}
				busy.Add(-1)
				results <- n
			}
		}()
	}
	go func() {
		for i := range 12 {
			jobs <- i
		}
		close(jobs)
		wg.Wait()
		close(results)
	}()
	sum, count := 0, 0
	for r := range results {
		sum += r
		count++
	}
	if sum != 220 || count != 12 {
		panic(sum)
	}
}

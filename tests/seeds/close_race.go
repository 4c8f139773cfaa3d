package main

import "sync"

// Receivers and selects meet the close of a channel: each value is seen once, all see the end.
func main() {
	ch, quit := make(chan int, 1), make(chan bool)
	var wg sync.WaitGroup
	got := make([]int, 4)
	for g := range 4 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for {
				select {
				case v, ok := <-ch:
					if !ok {
						if v != 0 {
							panic("not zero")
						}
						return
					}
					got[g] += v
				case <-quit:
					for v := range ch {
						got[g] += v
					}
					return
				}
			}
		}()
	}
	go close(quit)
	for i := 1; i <= 8; i++ {
		ch <- i
	}
	close(ch)
	wg.Wait()
	if got[0]+got[1]+got[2]+got[3] != 36 {
		panic("lost")
	}
	func() {
		defer func() {
			if recover() == nil {
				panic("no panic")
			}
		}()
		ch <- 1
	}()
}

package main

import "time"

// A panic that nobody recovers ends the program whatever the others do.
//
// want: panic: the end
func main() {
	ch := make(chan int)
	for range 3 {
		go func() {
			for {
				select {
				case ch <- 1:
				case <-ch:
				case <-time.After(time.Microsecond):
				}
			}
		}()
	}
	go func() {
		time.Sleep(20 * time.Microsecond)
		panic("the end")
	}()
	for range ch {
	}
}

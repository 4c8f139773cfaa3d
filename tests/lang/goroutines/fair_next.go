package main

import (
	"fmt"
	"runtime"
)

// Two goroutines that wake each other do not keep a third from running.
func main() {
	runtime.GOMAXPROCS(1)
	turns, done := make(chan int), make(chan string)
	go func() {
		for range turns {
		}
	}()
	go func() {
		for i := 0; ; i++ {
			if i%1000 == 100 {
				go func() { done <- "ran" }()
			}
			turns <- i
		}
	}()
	for range 3 {
		fmt.Println(<-done)
	}
}

// What closed and nil channels do, and the panics.
package main

import (
	"fmt"
	"runtime"
)

func try(what string, f func()) {
	defer func() {
		r := recover()
		_, isRuntime := r.(runtime.Error)
		fmt.Printf("%s: %v (runtime error: %v)\n", what, r, isRuntime)
	}()
	f()
}

func main() {
	var none chan int
	fmt.Println(len(none), cap(none), none == nil)
	try("close of nil", func() { close(none) })

	c := make(chan int, 3)
	c <- 1
	c <- 2
	fmt.Println(len(c), cap(c))
	close(c)
	try("close of closed", func() { close(c) })
	try("send on closed", func() { c <- 3 })
	try("select on closed", func() {
		select {
		case c <- 3:
		}
	})
	try("select with default on closed", func() {
		select {
		case c <- 3:
		default:
		}
	})
	try("select of two on closed", func() {
		select {
		case c <- 3:
		case <-none:
		}
	})
	fmt.Println(len(c), cap(c))
	for i := 0; i < 4; i++ {
		v, ok := <-c
		fmt.Println(v, ok)
	}

	// Those who wait when it is closed.
	u := make(chan string)
	done := make(chan string)
	for i := 0; i < 3; i++ {
		go func() {
			v, ok := <-u
			done <- fmt.Sprintf("receiver got %q %v", v, ok)
		}()
	}
	runtime.Gosched()
	close(u)
	for i := 0; i < 3; i++ {
		fmt.Println(<-done)
	}
	u = make(chan string)
	for i := 0; i < 3; i++ {
		go func() {
			defer func() { done <- fmt.Sprint("sender: ", recover()) }()
			u <- "lost"
		}()
	}
	for i := 0; i < 3; i++ {
		go func() {
			defer func() { done <- fmt.Sprint("select: ", recover()) }()
			select {
			case u <- "lost":
			case <-none:
			}
		}()
	}
	for i := 0; i < 100; i++ {
		runtime.Gosched()
	}
	close(u)
	count := map[string]int{}
	for i := 0; i < 6; i++ {
		count[<-done]++
	}
	fmt.Println(count)

	try("make", func() { _ = make(chan int, len(none)-1) })
	try("make large", func() { n := 1 << 60; _ = make(chan int, n) })
	try("make of nothing", func() { n := 1 << 60; fmt.Println(cap(make(chan struct{}, n))) })

	// Direction does not matter to identity.
	var send chan<- int = c
	var receive <-chan int = c
	fmt.Println(len(send), cap(receive), receive == c, send == c)
	set := map[chan int]string{c: "c", nil: "nil"}
	fmt.Println(set[c], set[none], set[make(chan int)] == "")
}

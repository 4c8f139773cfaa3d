package main

import (
	"runtime"
	"sync"
)

// All that a select may meet: cases that are ready or not, closed, nil, a default, the same channel twice.
func main() {
	ready := make([]chan int, 5)
	for i := range ready {
		ready[i] = make(chan int, 200)
		for k := range 200 {
			ready[i] <- k
		}
	}
	var chosen [5]int
	var next [5]int
	for range 150 {
		var i, v int
		select {
		case v = <-ready[0]:
		case v = <-ready[1]:
			i = 1
		case v = <-ready[2]:
			i = 2
		case v = <-ready[3]:
			i = 3
		case v = <-ready[4]:
			i = 4
		}
		if v != next[i] {
			panic("values out of order")
		}
		next[i]++
		chosen[i]++
	}
	for _, times := range chosen {
		if times < 5 {
			panic("a case that was ready is hardly ever chosen")
		}
	}
	var none chan int
	closed := make(chan int)
	close(closed)
	full := make(chan int, 1)
	full <- 1
	for range 20 {
		select {
		case <-none:
			panic("from nil")
		case none <- 1:
			panic("to nil")
		case full <- 2:
			panic("to a full one")
		case v, ok := <-closed:
			if v != 0 || ok {
				panic("closed")
			}
		}
		select {
		case none <- 1:
			panic("to nil")
		case full <- 2:
			panic("to a full one")
		default:
		}
	}
	// Both ways of one channel, by many: what is sent is received, once.
	c, d := make(chan int), make(chan int, 2)
	var wg sync.WaitGroup
	var mu sync.Mutex
	sent, received := 0, 0
	done := make(chan bool)
	for k := range 6 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for turn := range 15 {
				s, r := 0, 0
				select {
				case c <- k*100 + turn:
					s = k*100 + turn
				case v := <-c:
					r = v
				case d <- 1000 + turn:
					s = 1000 + turn
				case v := <-d:
					r = v
				case <-done:
					return
				}
				mu.Lock()
				sent += s
				received += r
				mu.Unlock()
				if turn%4 == k%4 {
					runtime.Gosched()
				}
			}
		}()
	}
	for range 200 {
		runtime.Gosched()
	}
	close(done)
	wg.Wait()
	for len(d) > 0 {
		received += <-d
	}
	if sent != received {
		panic("values were lost or doubled")
	}
	// Who waits in a select and is served leaves nothing behind.
	e, f, g := make(chan int), make(chan int), make(chan int)
	go func() {
		for i := range 30 {
			select {
			case e <- i:
			case f <- i:
			case <-g:
			}
		}
		close(e)
	}()
	got := 0
	for open := true; open; got++ {
		select {
		case _, open = <-e:
		case <-f:
		}
	}
	if got != 31 {
		panic("not all were served")
	}
}

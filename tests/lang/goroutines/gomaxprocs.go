// GOMAXPROCS changes while goroutines compute, allocate, sleep and talk through channels: each goes
// on.
package main

import (
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"
	"time"
)

type node struct{ left, right *node }

func tree(depth int) *node {
	if depth == 0 {
		return &node{}
	}
	return &node{tree(depth - 1), tree(depth - 1)}
}

func (n *node) count() int {
	if n.left == nil {
		return 1
	}
	return 1 + n.left.count() + n.right.count()
}

var stop atomic.Bool

// Goroutines of all kinds go on while the number of threads changes.
func spin(wg *sync.WaitGroup, turns *atomic.Int64) {
	defer wg.Done()
	for !stop.Load() {
		turns.Add(1)
	}
}

func allocate(wg *sync.WaitGroup, turns *atomic.Int64) {
	defer wg.Done()
	for !stop.Load() {
		if tree(7).count() != 255 {
			panic("tree")
		}
		turns.Add(1)
	}
}

func echo(wg *sync.WaitGroup, in <-chan int, out chan<- int) {
	defer wg.Done()
	defer close(out)
	for v := range in {
		out <- v
	}
}

func tick(wg *sync.WaitGroup, turns *atomic.Int64) {
	defer wg.Done()
	for !stop.Load() {
		time.Sleep(100 * time.Microsecond)
		turns.Add(1)
	}
}

func main() {
	fmt.Println(runtime.GOMAXPROCS(3) >= 1, runtime.GOMAXPROCS(0), runtime.GOMAXPROCS(-5), runtime.GOMAXPROCS(3))
	var wg sync.WaitGroup
	var turns [6]atomic.Int64
	a, b := make(chan int), make(chan int)
	wg.Add(7)
	go spin(&wg, &turns[0])
	go spin(&wg, &turns[1])
	go allocate(&wg, &turns[2])
	go allocate(&wg, &turns[3])
	go tick(&wg, &turns[4])
	go tick(&wg, &turns[5])
	go echo(&wg, a, b)
	fired := make(chan bool, 1)
	time.AfterFunc(5*time.Millisecond, func() { fired <- true })
	sum := 0
	for i := 0; i < 120; i++ {
		n := 1 + i*7%5
		if i%10 == 9 {
			n = 40
		}
		runtime.GOMAXPROCS(n)
		if got := runtime.GOMAXPROCS(0); got != n {
			fmt.Println("GOMAXPROCS is", got, "and should be", n)
		}
		a <- i
		sum += <-b
		if i%20 == 0 {
			runtime.GC()
		}
	}
	<-fired
	// Each of them still gets its turn.
	runtime.GOMAXPROCS(2)
	for i := range turns {
		for before := turns[i].Load(); turns[i].Load() < before+3; {
			time.Sleep(time.Millisecond)
		}
	}
	stop.Store(true)
	close(a)
	wg.Wait()
	for runtime.NumGoroutine() > 1 {
		runtime.Gosched()
	}
	fmt.Println(sum)
	// With one thread nobody else runs before this goroutine waits.
	runtime.GOMAXPROCS(1)
	ran := false
	go func() { ran = true }()
	fmt.Println(ran)
	runtime.Gosched()
	for !ran {
		runtime.Gosched()
	}
	fmt.Println(ran)
}

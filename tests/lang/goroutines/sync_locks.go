// Mutex, RWMutex, Cond and WaitGroup under many goroutines.
package main

import (
	"fmt"
	"runtime"
	"sync"
	"time"
)

// Many goroutines add under one mutex; some give way while they hold it.
func counters() {
	var mu sync.Mutex
	var wg sync.WaitGroup
	n := 0
	for i := 0; i < 16; i++ {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for j := 0; j < 500; j++ {
				mu.Lock()
				old := n
				if j%50 == i {
					runtime.Gosched()
				}
				n = old + 1
				mu.Unlock()
			}
		}()
	}
	wg.Wait()
	fmt.Println(n)
}

// Who waits long enough gets the mutex, however eager the other is.
func starvation() {
	var mu sync.Mutex
	done := make(chan bool)
	stop := false
	mu.Lock()
	go func() {
		for i := 0; i < 5; i++ {
			mu.Lock()
			time.Sleep(100 * time.Microsecond)
			mu.Unlock()
		}
		mu.Lock()
		stop = true
		mu.Unlock()
		done <- true
	}()
	time.Sleep(2 * time.Millisecond)
	for !stop {
		mu.Unlock()
		mu.Lock()
		time.Sleep(100 * time.Microsecond)
	}
	mu.Unlock()
	fmt.Println(<-done, mu.TryLock(), mu.TryLock())
}

func readers() {
	var rw sync.RWMutex
	var wg sync.WaitGroup
	a, b := 0, 0
	bad := make([]int, 4)
	for i := 0; i < 4; i++ {
		wg.Add(2)
		go func() {
			defer wg.Done()
			for j := 0; j < 300; j++ {
				rw.RLock()
				if a != b {
					bad[i]++
				}
				if j%64 == 0 {
					runtime.Gosched()
				}
				rw.RUnlock()
			}
		}()
		go func() {
			defer wg.Done()
			for j := 0; j < 100; j++ {
				rw.Lock()
				a++
				if j%32 == 0 {
					runtime.Gosched()
				}
				b++
				rw.Unlock()
			}
		}()
	}
	wg.Wait()
	fmt.Println(a, b, bad)
	l := rw.RLocker()
	l.Lock()
	fmt.Println(rw.TryLock(), rw.TryRLock())
	rw.RUnlock()
	l.Unlock()
	fmt.Println(rw.TryLock(), rw.TryRLock(), rw.TryLock())
	rw.Unlock()
}

// A writer that waits comes before readers that came after it.
func writerFirst() {
	var rw sync.RWMutex
	order := make(chan string, 3)
	rw.RLock()
	var wg sync.WaitGroup
	wg.Add(2)
	go func() {
		rw.Lock()
		order <- "writer"
		rw.Unlock()
		wg.Done()
	}()
	for rw.TryRLock() {
		rw.RUnlock()
		runtime.Gosched()
	}
	go func() {
		rw.RLock()
		order <- "reader"
		rw.RUnlock()
		wg.Done()
	}()
	time.Sleep(time.Millisecond)
	rw.RUnlock()
	wg.Wait()
	fmt.Println(<-order, <-order)
}

// A bounded queue with two conditions.
func conditions() {
	var mu sync.Mutex
	notEmpty, notFull := sync.NewCond(&mu), sync.NewCond(&mu)
	var queue []int
	var wg sync.WaitGroup
	sum := 0
	for i := 0; i < 3; i++ {
		wg.Add(2)
		go func() {
			defer wg.Done()
			for j := 1; j <= 200; j++ {
				mu.Lock()
				for len(queue) == 4 {
					notFull.Wait()
				}
				queue = append(queue, j)
				notEmpty.Signal()
				mu.Unlock()
			}
		}()
		go func() {
			defer wg.Done()
			for j := 0; j < 200; j++ {
				mu.Lock()
				for len(queue) == 0 {
					notEmpty.Wait()
				}
				sum += queue[0]
				queue = queue[1:]
				notFull.Signal()
				mu.Unlock()
			}
		}()
	}
	wg.Wait()
	fmt.Println(sum, len(queue))
	ready, up := false, 0
	all := sync.NewCond(&mu)
	for i := 0; i < 10; i++ {
		wg.Add(1)
		go func() {
			mu.Lock()
			for !ready {
				all.Wait()
			}
			up++
			mu.Unlock()
			wg.Done()
		}()
	}
	time.Sleep(time.Millisecond)
	mu.Lock()
	ready = true
	mu.Unlock()
	all.Broadcast()
	wg.Wait()
	fmt.Println(up)
	copied := *all
	defer func() { fmt.Println(recover()) }()
	copied.Signal()
}

func main() {
	counters()
	starvation()
	readers()
	writerFirst()
	conditions()
}

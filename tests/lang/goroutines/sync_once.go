// Once, OnceFunc and their kin: one call among many goroutines, panics included.
package main

import (
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"
)

func try(name string, f func()) {
	defer func() {
		if x := recover(); x != nil {
			fmt.Println(name, "panicked:", x)
		}
	}()
	f()
	fmt.Println(name, "returned")
}

func main() {
	var once sync.Once
	var calls atomic.Int32
	var wg sync.WaitGroup
	for i := 0; i < 20; i++ {
		wg.Add(1)
		go func() {
			defer wg.Done()
			once.Do(func() {
				runtime.Gosched()
				calls.Add(1)
			})
			if calls.Load() != 1 {
				fmt.Println("too early")
			}
		}()
	}
	wg.Wait()
	fmt.Println(calls.Load())

	var failed sync.Once
	try("first", func() { failed.Do(func() { panic("no") }) })
	try("second", func() { failed.Do(func() { panic("not called") }) })

	n := 0
	f := sync.OnceFunc(func() { n++ })
	f()
	f()
	value := sync.OnceValue(func() string { n++; return "v" })
	fmt.Println(value(), value(), n)
	values := sync.OnceValues(func() (int, error) { n++; return n, fmt.Errorf("e%d", n) })
	x, err := values()
	y, err2 := values()
	fmt.Println(x, err, y, err == err2)
	bad := sync.OnceValue(func() int { n++; panic(fmt.Sprint("bad ", n)) })
	try("once", func() { bad() })
	try("once", func() { bad() })

	var group sync.WaitGroup
	try("negative", func() { group.Done() })
	var more sync.WaitGroup
	results := make([]int, 5)
	for round := 0; round < 3; round++ {
		for i := range results {
			more.Add(1)
			go func() {
				results[i] += i * round
				more.Done()
			}()
		}
		more.Wait()
	}
	fmt.Println(results)
	var waiters sync.WaitGroup
	var gate sync.WaitGroup
	gate.Add(2)
	up := make(chan int, 3)
	for i := 0; i < 3; i++ {
		waiters.Add(1)
		go func() {
			gate.Wait()
			up <- i
			waiters.Done()
		}()
	}
	runtime.Gosched()
	gate.Done()
	fmt.Println(len(up))
	gate.Done()
	waiters.Wait()
	fmt.Println(len(up))
}

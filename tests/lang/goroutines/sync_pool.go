// sync.Pool: values come back, survive one collection, and are nobody else's meanwhile.
package main

import (
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"
)

type buffer struct {
	data []byte
	busy bool
}

func main() {
	var made atomic.Int32
	pool := &sync.Pool{New: func() any { made.Add(1); return &buffer{data: make([]byte, 100)} }}
	b := pool.Get().(*buffer)
	pool.Put(b)
	fmt.Println(pool.Get() == any(b), made.Load())
	// Values survive one collection, not two. One of two can be had from whatever P this runs on by then.
	c := &buffer{data: make([]byte, 100)}
	kept := func() bool {
		x := pool.Get().(*buffer)
		return x == b || x == c
	}
	pool.Put(b)
	pool.Put(c)
	runtime.GC()
	fmt.Println(kept(), made.Load())
	pool.Put(b)
	pool.Put(c)
	runtime.GC()
	runtime.GC()
	fmt.Println(kept())

	var bare sync.Pool
	fmt.Println(bare.Get())
	bare.Put(nil)
	fmt.Println(bare.Get())
	for i := 0; i < 5; i++ {
		bare.Put(i)
	}
	seen := 0
	for x := bare.Get(); x != nil; x = bare.Get() {
		seen += 1 << x.(int)
	}
	fmt.Println(seen)

	var wg sync.WaitGroup
	failures := make([]int, 8)
	for i := 0; i < 8; i++ {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for j := 0; j < 300; j++ {
				b := pool.Get().(*buffer)
				if b.busy || len(b.data) != 100 {
					failures[i]++
				}
				b.busy = true
				if j%100 == 0 {
					runtime.GC()
				} else if j%10 == 0 {
					runtime.Gosched()
				}
				b.busy = false
				pool.Put(b)
			}
		}()
	}
	wg.Wait()
	fmt.Println(failures)
}

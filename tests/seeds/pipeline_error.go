package main

import (
	"errors"
	"sync"
)

// A pipeline of three stages that one stage's error ends: no goroutine is left, the error is the first.
var errBad = errors.New("bad")

func main() {
	quit := make(chan bool)
	var once sync.Once
	var first error
	var wg sync.WaitGroup
	fail := func(err error) { once.Do(func() { first = err; close(quit) }) }
	stage := func(in <-chan int, f func(int) (int, error)) <-chan int {
		out := make(chan int)
		wg.Add(1)
		go func() {
			defer wg.Done()
			defer close(out)
			for v := range in {
				r, err := f(v)
				if err != nil {
					fail(err)
					return
				}
				select {
				case out <- r:
				case <-quit:
					return
				}
			}
		}()
		return out
	}
	source := make(chan int)
	wg.Add(1)
	go func() {
		defer wg.Done()
		defer close(source)
		for i := range 20 {
			select {
			case source <- i:
			case <-quit:
				return
			}
		}
	}()
	a := stage(source, func(v int) (int, error) { return v * 2, nil })
	b := stage(a, func(v int) (int, error) {
		if v == 14 {
			return 0, errBad
		}
		return v + 1, nil
	})
	last := -1
	for v := range b {
		if v != last+2 {
			panic("out of order")
		}
		last = v
	}
	wg.Wait()
	if first != errBad || last > 13 {
		panic("wrong end")
	}
}

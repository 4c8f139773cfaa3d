// Functions ranged over that do not keep to the rules; panics, recover, Goexit and other goroutines
// in the bodies of loops; methods and generic functions that are ranged over.
package main

import (
	"fmt"
	"runtime"
	"sync"
)

type seq func(yield func(int) bool)

func try(name string, f func()) {
	defer func() {
		if r := recover(); r != nil {
			_, isRuntime := r.(runtime.Error)
			fmt.Println(name, "panics:", r, isRuntime)
		}
	}()
	f()
	fmt.Println(name, "returns")
}

func ignores(yield func(int) bool) {
	yield(1)
	yield(2)
}

func swallows(yield func(int) bool) {
	defer func() { fmt.Println("swallowed", recover()) }()
	yield(1)
}

func again(yield func(int) bool) {
	func() {
		defer func() { fmt.Println("swallowed", recover()) }()
		yield(1)
	}()
	yield(2)
}

var kept func(int) bool

func keeps(yield func(int) bool) {
	kept = yield
	yield(1)
}

func parallel(yield func(int) bool) {
	var wg sync.WaitGroup
	wg.Add(1)
	go func() {
		defer wg.Done()
		yield(1)
	}()
	wg.Wait()
	yield(2)
}

func deferred() (list []int) {
	defer func() { list = append(list, 100) }()
	for x := range parallel {
		defer func() { list = append(list, x) }()
	}
	return
}

func nested(yield func(int) bool) {
	defer fmt.Println("nested ends")
	for x := range ones {
		if !yield(x) {
			fmt.Println("nested is stopped")
			return
		}
	}
}

func ones(yield func(int) bool) { yield(1) }

func recovers() {
	defer func() {
		for range ones {
			fmt.Println("in body", recover())
		}
		fmt.Println("outside", recover())
	}()
	panic("x")
}

func goexits() {
	done := make(chan bool)
	go func() {
		defer close(done)
		for x := range ones {
			defer fmt.Println("deferred", x)
			runtime.Goexit()
		}
	}()
	<-done
}

type tree struct {
	left, right *tree
	value       int
}

func (t *tree) all(yield func(int) bool) { t.push(yield) }
func (t *tree) push(yield func(int) bool) bool {
	return t == nil || t.left.push(yield) && yield(t.value) && t.right.push(yield)
}

type numbers interface{ each(func(int) bool) }
type upTo int

func (u upTo) each(yield func(int) bool) {
	for i := range int(u) {
		if !yield(i) {
			return
		}
	}
}

func generic[T any](list []T) func(func(int, T) bool) {
	return func(yield func(int, T) bool) {
		for i, v := range list {
			if !yield(i, v) {
				return
			}
		}
	}
}

func collect[T any](list []T) (r []T) {
	for _, v := range generic(list) {
		r = append(r, v)
	}
	return r
}

func first[T any](list []T) (T, bool) {
	for _, v := range generic(list) {
		return v, true
	}
	var zero T
	return zero, false
}

func result() (r int) {
	defer func() { recover(); r += 1000 }()
	for x := range ignores {
		return x
	}
	return 5
}

func unnamed() int {
	defer func() { fmt.Println("recovered", recover()) }()
	for x := range ignores {
		return x + 40
	}
	return 5
}

func main() {
	try("ignores", func() {
		for range ignores {
			break
		}
	})
	try("swallows", func() {
		for range swallows {
			panic("a")
		}
	})
	try("again", func() {
		for range again {
			panic("b")
		}
	})
	try("keeps", func() {
		for range keeps {
		}
		kept(3)
	})
	try("running", func() {
		var f func(int) bool
		for range keeps {
			f = kept
			kept = nil
			f(1)
		}
	})
	try("outer", func() {
		for range keeps {
			f := kept
			for range ones {
				f(1)
			}
		}
	})
	try("nil", func() {
		var s seq
		for range s {
		}
	})
	try("returns early", func() {
		for range nested {
			for range nested {
				return
			}
		}
	})
	fmt.Println(deferred())
	try("parallel", func() {
		for x := range nested {
			fmt.Println(x)
			if x == 1 {
				continue
			}
			break
		}
	})
	recovers()
	goexits()
	t := &tree{&tree{nil, nil, 1}, &tree{&tree{nil, nil, 3}, nil, 4}, 2}
	for v := range t.all {
		fmt.Print(v, " ")
		if v == 3 {
			break
		}
	}
	fmt.Println()
	var n numbers = upTo(4)
	for v := range n.each {
		fmt.Print(v, " ")
	}
	fmt.Println(collect([]string{"a", "b"}))
	fmt.Println(first([]float64{1.5}))
	fmt.Println(first([]error{}))
	fmt.Println(result())
	fmt.Println(unnamed())
}

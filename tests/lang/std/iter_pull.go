// iter.Pull and Pull2: values one by one, early ends, panics and Goexit of the sequence.
package main

import (
	"fmt"
	"iter"
	"runtime"
)

func upTo(n int) iter.Seq[int] {
	return func(yield func(int) bool) {
		defer fmt.Println("sequence ends")
		for i := 0; i < n; i++ {
			if !yield(i) {
				fmt.Println("stopped at", i)
				return
			}
		}
	}
}

func try(name string, f func()) {
	defer func() {
		if r := recover(); r != nil {
			fmt.Println(name, "panics:", r)
		}
	}()
	f()
}

func main() {
	next, stop := iter.Pull(upTo(3))
	for {
		v, ok := next()
		fmt.Println(v, ok)
		if !ok {
			break
		}
	}
	fmt.Println(next())
	stop()
	next, stop = iter.Pull(upTo(3))
	fmt.Println(next())
	stop()
	stop()
	fmt.Println(next())
	next, stop = iter.Pull(upTo(3))
	stop()
	fmt.Println(next())
	next2, stop2 := iter.Pull2(func(yield func(string, []int) bool) {
		_ = yield("a", []int{1}) && yield("b", nil)
	})
	fmt.Println(next2())
	fmt.Println(next2())
	fmt.Println(next2())
	stop2()
	next, stop = iter.Pull(func(yield func(int) bool) {
		yield(1)
		panic("of the sequence")
	})
	fmt.Println(next())
	try("next", func() { next() })
	fmt.Println(next())
	next, stop = iter.Pull(func(yield func(int) bool) {
		defer func() { panic("while it stops") }()
		yield(1)
	})
	next()
	try("stop", stop)
	stop()
	done := make(chan bool)
	go func() {
		defer close(done)
		defer fmt.Println("left", recover())
		next, _ := iter.Pull(func(yield func(int) bool) {
			runtime.Goexit()
		})
		next()
		fmt.Println("not reached")
	}()
	<-done
	var again func() (int, bool)
	again, stop = iter.Pull(func(yield func(int) bool) {
		try("again", func() { again() })
		yield(5)
	})
	fmt.Println(again())
	stop()
	// A sequence that is ranged over inside of one that is pulled.
	next, stop = iter.Pull(func(yield func(int) bool) {
		for v := range upTo(5) {
			if v%2 == 1 && !yield(v*10) {
				return
			}
		}
	})
	fmt.Println(next())
	fmt.Println(next())
	stop()
}

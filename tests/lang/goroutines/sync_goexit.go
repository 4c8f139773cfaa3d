// runtime.Goexit beside deferred calls, panics and locked threads; in main, while others go on.
package main

import (
	"fmt"
	"os"
	"runtime"
	"sync"
)

func inner(log func(string)) {
	defer log("inner")
	runtime.Goexit()
	log("not reached")
}

func main() {
	var wg sync.WaitGroup
	run := func(f func()) {
		wg.Add(1)
		go func() {
			defer wg.Done()
			f()
			fmt.Println("not reached either")
		}()
		wg.Wait()
	}
	log := func(s string) { fmt.Println(s, recover()) }
	run(func() {
		defer log("outer")
		inner(log)
	})
	// A panic while the deferred calls run, recovered: the goroutine goes on ending.
	run(func() {
		defer log("last")
		defer log("recovers")
		defer func() { panic("deferred") }()
		inner(log)
	})
	run(func() {
		defer func() {
			defer log("nested")
			panic("again")
		}()
		inner(log)
	})
	// Goexit in a deferred call that a panic runs.
	run(func() {
		defer log("outermost")
		defer func() {
			defer log("in between")
			runtime.Goexit()
		}()
		panic("replaced")
	})
	runtime.LockOSThread()
	runtime.LockOSThread()
	done := make(chan bool)
	go func() {
		runtime.LockOSThread()
		done <- true
	}()
	<-done
	runtime.UnlockOSThread()
	runtime.UnlockOSThread()
	runtime.UnlockOSThread()
	buf := make([]byte, 1000)
	fmt.Println(string(buf[:runtime.Stack(buf, false)][:21]))
	over := make(chan bool)
	go func() {
		<-over
		fmt.Println("main is over")
		os.Exit(3)
	}()
	defer close(over)
	defer fmt.Println("main")
	runtime.Goexit()
}

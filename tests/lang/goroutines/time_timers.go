// Sleep, timers, tickers and AfterFunc: order, Stop, Reset, many at once.
package main

import (
	"fmt"
	"runtime"
	"sync"
	"time"
)

const ms = time.Millisecond

func try(f func()) {
	defer func() { fmt.Println(recover()) }()
	f()
}

func sleeping() {
	start := time.Now()
	time.Sleep(0)
	time.Sleep(-ms)
	time.Sleep(3 * ms)
	d := time.Since(start)
	fmt.Println(d >= 3*ms, d < 300*ms)
	var mu sync.Mutex
	var wg sync.WaitGroup
	var order []int
	for _, n := range []int{4, 1, 3, 2} {
		wg.Add(1)
		go func() {
			defer wg.Done()
			time.Sleep(time.Duration(n) * 20 * ms)
			mu.Lock()
			order = append(order, n)
			mu.Unlock()
		}()
	}
	wg.Wait()
	fmt.Println(order)
}

func timers() {
	start := time.Now()
	t := time.NewTimer(2 * ms)
	at := <-t.C
	fmt.Println(at.Sub(start) >= 2*ms, at.Location(), t.Stop())
	fmt.Println(t.Reset(time.Hour), t.Reset(2*time.Hour), t.Stop(), t.Stop())
	t.Reset(ms)
	time.Sleep(5 * ms) // it fires; what it sent is gone after Stop
	t.Stop()
	select {
	case <-t.C:
		fmt.Println("stale")
	default:
		fmt.Println("nothing")
	}
	t.Reset(-1)
	<-t.C
	select {
	case <-time.After(time.Hour):
	case <-time.After(ms):
		fmt.Println("after")
	}
	var zero time.Timer
	try(func() { zero.Stop() })
	try(func() { zero.Reset(1) })
}

func functions() {
	done := make(chan string)
	time.AfterFunc(ms, func() { done <- "called" })
	fmt.Println(<-done)
	f := time.AfterFunc(time.Hour, func() { done <- "early" })
	fmt.Println(f.C == nil, f.Stop(), f.Stop(), f.Reset(ms), <-done, f.Stop())
	var again *time.Timer
	n := 0
	again = time.AfterFunc(time.Hour, func() {
		if n++; n < 3 {
			again.Reset(0)
		} else {
			done <- fmt.Sprint(n, " times")
		}
	})
	again.Reset(0)
	fmt.Println(<-done)
}

func tickers() {
	t := time.NewTicker(2 * ms)
	start := time.Now()
	last := start
	for i := 0; i < 5; i++ {
		now := <-t.C
		if now.Before(last) {
			fmt.Println("back in time")
		}
		last = now
	}
	fmt.Println(last.Sub(start) >= 9*ms)
	t.Reset(time.Hour)
	select {
	case <-t.C:
		fmt.Println("tick")
	case <-time.After(5 * ms):
		fmt.Println("quiet")
	}
	t.Reset(ms)
	<-t.C
	t.Stop()
	time.Sleep(3 * ms)
	select {
	case <-t.C:
		fmt.Println("tick")
	default:
		fmt.Println("stopped")
	}
	tick := time.Tick(ms)
	<-tick
	<-tick
	fmt.Println(time.Tick(0) == nil)
	try(func() { time.NewTicker(0) })
	try(func() { t.Reset(0) })
	var zero time.Ticker
	zero.Stop()
	try(func() { zero.Reset(1) })
}

// Timers that nothing but the run time knows survive collections.
func collected() {
	done := make(chan int)
	for i := 0; i < 50; i++ {
		big := make([]int, 100)
		big[7] = i
		time.AfterFunc(time.Duration(i%5)*ms, func() { done <- big[7] })
		if i%10 == 0 {
			runtime.GC()
		}
	}
	sum := 0
	for i := 0; i < 50; i++ {
		sum += <-done
		if i%10 == 0 {
			runtime.GC()
		}
	}
	fmt.Println(sum)
	c := time.After(2 * ms)
	runtime.GC()
	fmt.Println((<-c).IsZero())
}

// Timers are stopped and reset from everywhere while they fire.
func storm() {
	var wg sync.WaitGroup
	timers := make([]*time.Timer, 10)
	for i := range timers {
		timers[i] = time.NewTimer(time.Duration(i) * 100 * time.Microsecond)
	}
	for i := 0; i < 6; i++ {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for j := 0; j < 300; j++ {
				t := timers[(i*7+j)%len(timers)]
				switch j % 3 {
				case 0:
					t.Stop()
				case 1:
					t.Reset(time.Duration(j%5) * 20 * time.Microsecond)
				default:
					select {
					case <-t.C:
					default:
					}
				}
			}
		}()
	}
	wg.Wait()
	for _, t := range timers {
		t.Reset(0)
		<-t.C
		fmt.Print(t.Stop(), " ")
	}
	fmt.Println()
}

func main() {
	sleeping()
	timers()
	functions()
	tickers()
	collected()
	storm()
}

// Programs may store over what the run time knows by its address: timers, tickers and pools.
package main

import (
	"fmt"
	"runtime"
	"sync"
	"time"
)

func timers() {
	for i := 0; i < 20; i++ {
		late, soon := time.NewTimer(time.Hour), time.NewTimer(time.Millisecond)
		c := soon.C
		*late = time.Timer{}
		*soon = time.Timer{}
		<-c
		ticker := time.NewTicker(time.Millisecond)
		c = ticker.C
		*ticker = time.Ticker{}
		<-c
		<-c
		called := make(chan bool)
		f := time.AfterFunc(time.Millisecond, func() { called <- true })
		*f = *late
		<-called
		ticker.Stop()
	}
	fmt.Println("timers")
}

func pools() {
	var p, q, r sync.Pool
	for i := 0; i < 10; i++ {
		p.Put(1)
		q.Put(2)
		r.Put(3)
		q = sync.Pool{}
		q.Put(4)
		r = sync.Pool{}
		if i%3 == 0 {
			runtime.GC()
		}
	}
	runtime.GC()
	runtime.GC()
	runtime.GC()
	fmt.Println(p.Get(), q.Get(), r.Get())
}

func main() {
	pools()
	timers()
	var t time.Timer
	func() {
		defer func() { fmt.Println(recover()) }()
		t.Stop()
	}()
	func() {
		defer func() { fmt.Println(recover()) }()
		t.Reset(time.Hour)
	}()
	var ticker time.Ticker
	ticker.Stop()
	func() {
		defer func() { fmt.Println(recover()) }()
		ticker.Reset(time.Hour)
	}()
}

package main

import (
	"sync"
	"sync/atomic"
	"time"
)

// Several goroutines start, stop and set the same timers. Each time that one was set it fires or is stopped, once.
func main() {
	const timers, turns = 9, 12
	var set, fired, stopped [timers]atomic.Int32
	var all [timers]*time.Timer
	for i := range all {
		set[i].Add(1)
		all[i] = time.AfterFunc(time.Duration(i%4)*time.Millisecond, func() { fired[i].Add(1) })
	}
	var wg sync.WaitGroup
	for k := range 3 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for turn := range turns {
				i := (turn*5 + k*3) % timers
				switch (turn + k) % 3 {
				case 0:
					if all[i].Stop() {
						stopped[i].Add(1)
					}
				case 1:
					set[i].Add(1)
					if all[i].Reset(time.Duration(turn%5) * time.Millisecond) {
						stopped[i].Add(1)
					}
				default:
					time.Sleep(time.Duration(turn%3) * time.Millisecond)
				}
			}
		}()
	}
	wg.Wait()
	time.Sleep(time.Second)
	for i := range all {
		if all[i].Stop() {
			panic("a timer is set long after its time")
		}
		if set[i].Load() != fired[i].Load()+stopped[i].Load() {
			panic("a timer fired too often or not at all")
		}
	}
	// Equal times, earlier ones set last: each at its time.
	start := time.Now()
	c := make(chan time.Duration, 20)
	var late [20]*time.Timer
	for i := range late {
		late[i] = time.AfterFunc(time.Hour, func() { c <- time.Since(start) })
	}
	for i := range late {
		late[i].Reset(time.Duration((i*7)%5) * time.Second)
	}
	last := time.Duration(0)
	for i := range late {
		at := <-c
		if at < last.Truncate(time.Second) || at < time.Duration(i/4)*time.Second || at > time.Duration(i/4)*time.Second+500*time.Millisecond {
			panic("a timer fired at another time")
		}
		last = at
	}
	ticker := time.NewTicker(time.Second)
	ticker.Reset(10 * time.Millisecond)
	for range 5 {
		<-ticker.C
	}
	ticker.Stop()
	if d := time.Since(start); d > 4500*time.Millisecond {
		panic("a ticker kept its old period")
	}
	select {
	case <-ticker.C:
		panic("a ticker that was stopped")
	case <-time.After(time.Second):
	}
}

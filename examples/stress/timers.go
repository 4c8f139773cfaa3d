// Timers has many goroutines sleep, wait with time-outs, and stop and reset timers that are about to fire. A P without work
// runs the timers of others, and takes goroutines from them at the same time.
//
// Its arguments are the number of goroutines and how often each sleeps.
package main

import (
	"fmt"
	"os"
	"runtime"
	"strconv"
	"sync"
	"sync/atomic"
	"time"
)

// note is what a goroutine brings along through a sleep.
type note struct {
	from, turn int
	text       string
}

func newNote(from, turn int) *note {
	return &note{from, turn, strconv.Itoa(from) + "." + strconv.Itoa(turn)}
}

func (n *note) whole() bool { return n.text == strconv.Itoa(n.from)+"."+strconv.Itoa(n.turn) }

// sleep naps so often, and counts the notes that were spoiled meanwhile.
func sleep(id, turns int, spoiled *atomic.Int64) {
	for turn := range turns {
		n := newNote(id, turn)
		time.Sleep(time.Duration((id*7+turn)%5) * 100 * time.Microsecond)
		if !n.whole() {
			spoiled.Add(1)
		}
	}
}

// timeouts receives so often what another sends late, or gives up. It returns how often one of both happened.
func timeouts(id, turns int) int {
	count := 0
	for turn := range turns {
		c := make(chan *note, 1)
		timer := time.AfterFunc(time.Duration(turn%3)*100*time.Microsecond, func() { c <- newNote(id, turn) })
		select {
		case n := <-c:
			if n.whole() {
				count++
			}
		case <-time.After(time.Duration((id+turn)%3) * 100 * time.Microsecond):
			if timer.Stop() || (<-c).whole() { // it was in time to stop it, or the note is on its way
				count++
			}
		}
	}
	return count
}

// reset puts a timer off again and again, and then waits for it.
func reset(turns int) int {
	timer := time.NewTimer(time.Hour)
	for range turns {
		timer.Reset(50 * time.Microsecond)
		runtime.Gosched()
	}
	<-timer.C
	fired := 1
	for range turns {
		timer.Reset(0)
		<-timer.C
		fired++
	}
	return fired
}

// crowd has that many goroutines sleep until the same moment, so often.
func crowd(goroutines, turns int) int {
	var group sync.WaitGroup
	var woken atomic.Int64
	for range turns {
		moment := time.Now().Add(time.Duration(goroutines) * time.Microsecond)
		for range goroutines {
			group.Add(1)
			go func() {
				defer group.Done()
				time.Sleep(time.Until(moment))
				woken.Add(1)
			}()
		}
	}
	group.Wait()
	return int(woken.Load())
}

func main() {
	sizes := [2]int{60, 8}
	for i, word := range os.Args[1:] {
		n, err := strconv.Atoi(word)
		if err != nil || n < 1 || i >= len(sizes) {
			fmt.Fprintln(os.Stderr, "usage: timers [GOROUTINES [SLEEPS]]")
			os.Exit(2)
		}
		sizes[i] = n
	}
	goroutines, turns := sizes[0], sizes[1]
	var group sync.WaitGroup
	var spoiled, met, fired atomic.Int64
	for id := range goroutines {
		group.Add(3)
		go func() { defer group.Done(); sleep(id, turns, &spoiled) }()
		go func() { defer group.Done(); met.Add(int64(timeouts(id, turns))) }()
		go func() { defer group.Done(); fired.Add(int64(reset(turns))) }()
	}
	group.Wait()
	fmt.Println("all woke:", crowd(20*goroutines, turns) == 20*goroutines*turns)
	runtime.GC()
	fmt.Println("spoiled:", spoiled.Load())
	fmt.Println("every wait ended:", met.Load() == int64(goroutines*turns))
	fmt.Println("every timer fired:", fired.Load() == int64(goroutines*(turns+1)))
}

// The channels of timers and tickers seem to have no buffer: len and cap are 0; after Stop and Reset there is no stale value.
package main

import (
	"fmt"
	"time"
)

func empty(c <-chan time.Time) bool {
	select {
	case <-c:
		return false
	default:
		return true
	}
}

func main() {
	t := time.NewTimer(time.Hour)
	fmt.Println("timer", len(t.C), cap(t.C))
	k := time.NewTicker(time.Hour)
	fmt.Println("ticker", len(k.C), cap(k.C))
	fmt.Println("after", len(time.After(time.Hour)), cap(time.After(time.Hour)), cap(time.Tick(time.Hour)))
	t.Reset(time.Microsecond)
	k.Reset(time.Microsecond)
	time.Sleep(10 * time.Millisecond)
	fmt.Println("due", len(t.C), cap(t.C), len(k.C), cap(k.C))
	fmt.Println("stopped", t.Stop(), empty(t.C), t.Stop())
	k.Stop()
	fmt.Println("stopped", empty(k.C))
	t.Reset(time.Microsecond)
	time.Sleep(10 * time.Millisecond)
	fmt.Println("reset", t.Reset(time.Hour), empty(t.C))
	k.Reset(time.Microsecond)
	time.Sleep(10 * time.Millisecond)
	k.Reset(time.Hour)
	fmt.Println("reset", empty(k.C))
	t.Reset(time.Microsecond)
	time.Sleep(10 * time.Millisecond)
	fmt.Println("received", empty(t.C), empty(t.C), t.Reset(time.Hour))
	c := make(chan time.Time, 3)
	c <- time.Time{}
	fmt.Println("of one's own", len(c), cap(c))
}

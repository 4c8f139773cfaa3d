// Durations, how they print and round; monotonic clock readings.
package main

import (
	"fmt"
	"time"
)

func main() {
	start := time.Now()
	time.Sleep(15 * time.Millisecond)
	d := time.Since(start)
	fmt.Println(d >= 15*time.Millisecond, d < 5*time.Second, time.Now().After(start), start.Before(time.Now()))
	for _, d := range []time.Duration{0, 1, 999, 1000, 1500, 2 * time.Millisecond, 1234567 * time.Microsecond, time.Minute, 90 * time.Minute, 100*time.Hour + 1, -time.Second, 1<<63 - 1} {
		fmt.Println(d, d.Seconds(), d.Milliseconds(), d.Nanoseconds())
	}
	fmt.Println(time.Duration(1.5*float64(time.Second)), (3 * time.Second).Minutes(), time.Hour.Hours(), time.Hour*2 == 120*time.Minute)
	fmt.Printf("%v %d %s %T\n", time.Second, time.Second, 2*time.Second, time.Second)
	fmt.Println((1234 * time.Millisecond).Round(time.Second), (1999 * time.Millisecond).Truncate(time.Second), time.Duration(5).Microseconds(), start.Sub(start))
	e := time.Now().Add(time.Hour).Sub(start)
	fmt.Println(e > 59*time.Minute, e < 61*time.Minute, start.Equal(start), time.Now().UnixNano() > 1e18, time.Now().Unix() > 1e9)
}

// Rounding and truncating of durations and times, with units beyond 2^62 nanoseconds; sums and differences out of range.
package main

import (
	"fmt"
	"math"
	"time"
)

func main() {
	units := []time.Duration{-1, 0, 1, 7, time.Second, 1e15 + 1, 7 * 24 * time.Hour, 1<<62 - 1, 1 << 62, 1<<62 + 1, 5 << 60, 3 << 61, math.MaxInt64 - 1, math.MaxInt64}
	durations := []time.Duration{0, 1, 3, 4, 1500 * time.Millisecond, 1 << 61, 1<<61 + 1, 1<<62 - 1, 1 << 62, 5 << 60, math.MaxInt64}
	for _, d := range durations {
		for _, sign := range []time.Duration{1, -1} {
			for _, m := range units {
				fmt.Println(int64(d*sign), int64(m), int64((d * sign).Round(m)), int64((d * sign).Truncate(m)))
			}
		}
	}
	fmt.Println(time.Duration(math.MinInt64).Round(1<<62), time.Duration(math.MinInt64).Round(math.MaxInt64), time.Duration(math.MinInt64).Abs())
	times := []time.Time{{}, time.Unix(0, 0).UTC(), time.Date(2020, 5, 6, 7, 8, 9, 10, time.UTC), time.Date(-400, 1, 1, 0, 0, 0, 999999999, time.UTC), time.Date(292277022399, 12, 31, 0, 0, 0, 0, time.UTC)}
	for _, t := range times {
		for _, m := range units {
			fmt.Println(t, int64(m), t.Round(m), t.Truncate(m))
		}
		for _, u := range times {
			fmt.Println(t.Sub(u), t.Compare(u))
		}
		fmt.Println(t.Add(math.MaxInt64), t.Add(math.MinInt64), t.Add(-1))
	}
	now := time.Now()
	fmt.Println(now.Add(math.MaxInt64).Sub(now.Add(math.MinInt64)), now.Add(math.MinInt64).Sub(now.Add(math.MaxInt64)), now.Add(math.MaxInt64).After(now), now.Round(0).Equal(now))
}

// Package time: dates, layouts, parsing, zones, arithmetic on times.
package main

import (
	"fmt"
	"time"
)

func main() {
	ts := []time.Time{
		{}, time.Unix(0, 0).UTC(), time.Unix(1700000000, 123456789).UTC(), time.Date(2024, 2, 29, 23, 59, 59, 999999999, time.UTC), time.Date(1969, 12, 31, 23, 59, 59, 1, time.UTC), time.Date(-5, 3, 1, 0, 0, 0, 0, time.UTC), time.Date(10000, 1, 1, 12, 0, 0, 5000, time.UTC), time.Date(2023, 14, -3, 25, 61, 61, -1, time.UTC), time.Date(2006, 1, 2, 15, 4, 5, 0, time.FixedZone("MST", -7*3600)), time.Date(2006, 1, 2, 3, 4, 5, 120000000, time.FixedZone("", 5*3600+1800)), time.Date(1900, 1, 1, 0, 0, 0, 0, time.FixedZone("X", 3723)),
	}
	layouts := []string{time.ANSIC, time.UnixDate, time.RubyDate, time.RFC822, time.RFC822Z, time.RFC850, time.RFC1123, time.RFC1123Z, time.RFC3339, time.RFC3339Nano, time.Kitchen, time.Stamp, time.StampMilli, time.StampMicro, time.StampNano, time.DateTime, time.DateOnly, time.TimeOnly, "2006-1-2 3:4:5 pm", "Jan _2 06 __2 002", "15h04.000 05.999 05,000", "MST -07 -0700 -07:00 -070000 -07:00:00 Z07 Z0700 Z07:00", "Monday Mon January Jan 01 1 02 2 _2 03 3 04 4 05 5 PM pm", "2006y 06 x.000000x .000000000", "Janx Monx", "20060102150405", "xx 2006", ".00 .9 05.00 05.9", ""}
	for _, t := range ts {
		fmt.Println(t, t.Unix(), t.UnixNano(), t.UnixMilli(), t.UnixMicro(), t.Weekday(), t.YearDay(), t.IsZero(), t.Nanosecond())
		y, w := t.ISOWeek()
		y2, m, d := t.Date()
		h, mi, s := t.Clock()
		n, off := t.Zone()
		fmt.Println(y, w, y2, m, d, h, mi, s, n, off, t.Location(), t.Year(), int(t.Month()), t.Day(), t.Hour(), t.Minute(), t.Second())
		for _, l := range layouts {
			f := t.Format(l)
			fmt.Println(l, "=>", f)
			p, err := time.Parse(l, f)
			fmt.Println(p, err)
		}
		fmt.Println(t.AddDate(0, 1, 0), t.AddDate(1, -1, 31), t.Add(36*time.Hour), t.Truncate(time.Hour), t.Round(time.Minute), t.Truncate(7*time.Second), t.UTC(), t.In(time.FixedZone("Z", 3600)))
		fmt.Printf("%v %s %d\n", t, t, t.Month())
		for _, u := range ts {
			fmt.Print(t.Sub(u), t.Before(u), t.After(u), t.Equal(u), t.Compare(u), t == u, " ")
		}
		fmt.Println()
	}
	ds := []time.Duration{0, 1, 999, 1000, 1500, 1e6, 1500000, 1e9, 61 * time.Second, 3661*time.Second + 5e8, -5 * time.Minute, 100 * time.Hour, 1<<63 - 1, -1 << 63, 999999999, 1000000001, 12 * time.Millisecond, 90 * time.Second}
	for _, d := range ds {
		fmt.Println(d, d.Seconds(), d.Minutes(), d.Hours(), d.Milliseconds(), d.Microseconds(), d.Nanoseconds(), d.Round(time.Second), d.Truncate(time.Minute), d.Round(7), d.Abs(), d.Round(time.Hour))
		p, err := time.ParseDuration(d.String())
		fmt.Println(p == d, err)
		fmt.Printf("%d %v %s %T\n", d, d, d, d)
	}
	for _, s := range []string{"", "0", "1", "1h", "1.5h", "-1h30m", "+5s", "1us", "1µs", "1μs", "3ns", "1d", "1h 1m", ".5s", "1.", ".s", "9223372036854775807ns", "9223372036854775808ns", "-9223372036854775808ns", "3000000h", "1.0000000000001s", "0.100000000000000000000h", "1x", "h", "-", "1m1m"} {
		d, err := time.ParseDuration(s)
		fmt.Println(d, err)
	}
	for _, c := range [][2]string{{time.RFC3339, "2024-02-30T00:00:00Z"}, {time.RFC3339, "2024-13-01T00:00:00Z"}, {time.RFC3339, "2024-01-01"}, {time.RFC3339, "2024-01-01T00:00:00+25:00"}, {time.RFC3339, "2024-01-01T00:00:00.5Z"}, {time.RFC3339, "2024-01-01T24:00:00Z"}, {time.DateOnly, "2023-02-29"}, {time.DateOnly, "x"}, {time.DateOnly, "2023-02-28x"}, {"Jan 2 2006", "Feb 3 2013"}, {"Jan 2 2006", "february 3 2013"}, {"January 2 2006", "february 3 2013"}, {"3:04PM", "12:00AM"}, {"3:04PM", "13:00AM"}, {"3:04pm", "1:00PM"}, {"Mon Jan 2", "Tue Jan 5"}, {"Mon Jan 2", "Foo Jan 5"}, {"2006-01-02 MST", "2020-01-01 PST"}, {"2006-01-02 MST", "2020-01-01 GMT+3"}, {"15:04:05", "23:59:60"}, {"15:04:05", "1:2:3"}, {"2006 002", "2024 060"}, {"2006 002", "2023 366"}, {"06", "69"}, {"06", "68"}, {"_2 Jan", " 5 Mar"}, {"05.000", "07.5"}, {"05.000", "07.123"}, {"05", "07.123456"}, {"\"2006\"", "\"x\""}} {
		t, err := time.Parse(c[0], c[1])
		fmt.Println(t, err)
		t, err = time.ParseInLocation(c[0], c[1], time.FixedZone("L", -3600))
		fmt.Println(t, err)
	}
	fmt.Println(time.January, time.Month(13), time.Sunday, time.Weekday(9), time.UTC)
	t0 := time.Now()
	time.Sleep(3 * time.Millisecond)
	e := time.Since(t0)
	fmt.Println(e >= 3*time.Millisecond, e < time.Second, time.Until(t0) < 0, t0.Before(time.Now()))
	fmt.Println(time.UnixMilli(1234567).UTC(), time.UnixMicro(-5).UTC())
	fmt.Printf("%#v %#v\n", time.Second, time.March)
}

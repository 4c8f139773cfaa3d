// Times and durations at the ends of their ranges, where sums leave an int64: each reading, sums, differences, rounding, text and
// binary forms, places. Then 6,000 random ones, of which a hash is printed.
package main

import (
	"fmt"
	"math"
	"strings"
	"time"
)

const toYear1 = 62135596800

var places = []*time.Location{
	time.UTC, time.FixedZone("A", 3600), time.FixedZone("B", -12*3600), time.FixedZone("C", math.MaxInt64), time.FixedZone("D", math.MinInt64), ruled(),
}

// ruled is a place whose zones follow a rule from 1970 on.
func ruled() *time.Location {
	body := func(times string) string {
		return "TZif2" + strings.Repeat("\x00", 27) + "\x00\x00\x00\x01\x00\x00\x00\x01\x00\x00\x00\x04" + times + "\x00" + "\x00\x00\x0e\x10\x00\x00CET\x00"
	}
	file := body("\x00\x00\x00\x00") + body("\x00\x00\x00\x00\x00\x00\x00\x00") + "\nCET-1CEST,M3.5.0,M10.5.0/3\n"
	l, err := time.LoadLocationFromTZData("Ruled", []byte(file))
	if err != nil {
		panic(err)
	}
	return l
}

func instants() []time.Time {
	all := []time.Time{{}}
	for _, base := range []int64{math.MinInt64, math.MaxInt64, -toYear1, math.MaxInt64 - toYear1, math.MaxInt64 - toYear1 + 1, -9223371966579724800, 253402300800, -62167219200, 67768036191676799, -67768040609740800, 1 << 40, -1 << 40} {
		for _, add := range []int64{-86400, -1, 0, 1} {
			all = append(all, time.Unix(base+add, 0).UTC(), time.Unix(base+add, 999999999).UTC())
		}
	}
	for _, n := range []int64{math.MinInt64, math.MaxInt64} {
		all = append(all, time.Unix(0, n).UTC(), time.Unix(math.MaxInt64, n).UTC(), time.Unix(math.MinInt64, n).UTC(), time.UnixMilli(n).UTC(), time.UnixMicro(n).UTC())
	}
	return all
}

func show(label any, t time.Time) {
	y, w := t.ISOWeek()
	name, offset := t.Zone()
	from, to := t.ZoneBounds()
	fmt.Println(label, t, t.Unix(), t.UnixMilli(), t.UnixMicro(), t.UnixNano(), t.Year(), int(t.Month()), t.Day(), t.YearDay(), t.Weekday(), y, w, t.IsZero(), name, offset, t.IsDST(), from.Unix(), to.Unix(), t.In(time.UTC))
}

func forms(t time.Time) {
	fmt.Println(t.Format(time.RFC3339Nano), t.Format("06 __2 002 _2 Mon January _2006 3PM .000 ,999 Z07:00 -0700 -07 Z070000 MST"), t.GoString())
	json, err := t.MarshalJSON()
	text, err2 := t.MarshalText()
	fmt.Println(string(json), err, string(text), err2)
	var u time.Time
	binary, err := t.MarshalBinary()
	fmt.Println(binary, err, u.UnmarshalBinary(binary), u.Equal(t), u.GobDecode(binary))
	u, err = time.Parse(time.RFC3339Nano, t.Format(time.RFC3339Nano))
	fmt.Println(u, err)
}

// sums prints t with each duration and each date added, and cut to each duration.
func sums(t time.Time) {
	for _, d := range []time.Duration{math.MinInt64, math.MaxInt64, -1, 1, 1e9, -1e9, 333333333, 7 * 86400e9, 1e18} {
		fmt.Println(t.Add(d), t.Truncate(d), t.Round(d))
	}
	for _, a := range [][3]int{{1, 0, 0}, {0, -1, 0}, {math.MaxInt64, 0, 0}, {math.MinInt64, 0, 0}, {0, math.MaxInt64, 0}, {0, math.MinInt64, 0}, {0, 0, math.MaxInt64}, {0, 0, math.MinInt64}, {1 << 40, 1 << 50, 1 << 60}} {
		fmt.Println(t.AddDate(a[0], a[1], a[2]))
	}
}

// dates makes times of parts each of which may be far beyond its range.
func dates() {
	for i, n := range []int{math.MaxInt64, math.MinInt64, 1 << 40, -1 << 56, 292277022399, 292277026596, -292277022399, -292277022400} {
		for j, at := range places {
			parts := [7]int{2000, 1, 1, 0, 0, 0, 0}
			parts[(i+j)%7] = n
			show(parts, time.Date(parts[0], time.Month(parts[1]), parts[2], parts[3], parts[4], parts[5], parts[6], at))
			show(n, time.Date(n, time.Month(n), n, n, n, n, n, at))
			show(n, time.Unix(int64(n), int64(n)).In(at))
		}
	}
}

func durations() {
	ds := []time.Duration{math.MinInt64, math.MaxInt64, math.MinInt64 + 1, 1 << 62, -999999, 3600e9}
	for _, d := range ds {
		fmt.Println(d, d.Abs(), d.Hours(), d.Minutes(), d.Seconds(), d.Milliseconds(), d.Microseconds(), d.Nanoseconds())
		for _, m := range ds {
			fmt.Println(d.Truncate(m), d.Round(m))
		}
		back, err := time.ParseDuration(d.String())
		fmt.Println(back == d, err)
	}
	for _, n := range []int{-1, 7, 13, math.MaxInt64, math.MinInt64} {
		fmt.Println(time.Weekday(n), time.Month(n))
	}
}

// clocks adds to a time that has a reading of the monotonic clock, which it keeps from 1885 to 2157.
func clocks() {
	const year = 365 * 24 * time.Hour
	now := time.Now()
	for _, d := range []time.Duration{math.MaxInt64, math.MinInt64, 100 * year, -100 * year, 200 * year, -200 * year, 290 * year} {
		u := now.Add(d)
		v := u.Add(d)
		fmt.Println(d, strings.Contains(u.String(), "m="), u.Sub(now), now.Sub(u), u.Add(-d) == now, u.Add(-d).Equal(now))
		fmt.Println(strings.Contains(v.String(), "m="), v.Sub(now), now.Sub(v), v.Sub(u))
	}
	for _, t := range []time.Time{{}, time.Unix(math.MaxInt64, 0), time.Unix(1<<40, 0), now.Add(math.MinInt64), now.Add(math.MaxInt64)} {
		fmt.Println(time.Since(t)>>42, time.Until(t)>>42)
	}
}

// foreign reads bytes and texts that no time was written as.
func foreign() {
	for _, b := range []string{"\x7f\xff\xff\xff\xff\xff\xff\xff\x00\x00\x00\x00\xff\xff", "\x80\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x80\x00", "\x00\x00\x00\x00\x00\x00\x00\x00\x7f\xff\xff\xff\x00\x01", "\x00\x00\x00\x00\x00\x00\x00\x00\x80\x00\x00\x00\x00\x01", "\x00\x00\x00\x00\x00\x00\x00\x00\xff\xff\xff\xff\x00\x01", "\x00\x00\x00\x00\x00\x00\x00\x00\x3b\x9a\xca\x00\x7f\xff"} {
		var t time.Time
		err := t.UnmarshalBinary([]byte("\x01" + b))
		c, err2 := t.MarshalBinary()
		fmt.Println(err, t, t.Unix(), t.Nanosecond(), c, err2, t.GoString(), t.Add(1), t.Round(time.Second), t.Truncate(333), t.Format(".999999999 .000 .00000000000"))
	}
	for _, c := range [][2]string{{"2006", "10000"}, {"2006", "-001"}, {"06", "-1"}, {"06", "+9"}, {"06", "-x"}, {"06", "-"}, {"2006-002", "0000-366"}, {"2006-002", "9999-366"}, {time.RFC3339, "0000-01-01T00:00:00+24:00"}, {time.RFC3339, "9999-12-31T23:59:59-24:60"}} {
		t, err := time.Parse(c[0], c[1])
		fmt.Println(c, t, err, t.Unix())
	}
}

var state uint64 = 88172645463325252

// random returns a number of which each size in bits is as likely.
func random() int64 {
	state ^= state << 13
	state ^= state >> 7
	state ^= state << 17
	return int64(state*2685821657736338717) >> (state >> 20 % 64)
}

func main() {
	all := instants()
	for i, t := range all {
		show(i, t)
		if i%3 == 0 {
			forms(t)
			sums(t)
		}
		for j := i; j < len(all); j += 7 {
			u := all[j]
			fmt.Println(i, j, t.Sub(u), u.Sub(t), t.Before(u), t.After(u), t.Equal(u), t.Compare(u), t == u)
		}
	}
	dates()
	durations()
	clocks()
	foreign()
	hash := uint64(14695981039346656037)
	for i := 0; i < 6000; i++ {
		t := time.Unix(random(), random()).In(places[i%len(places)])
		u := time.Date(int(random()), time.Month(random()), int(random()), int(random()), int(random()), int(random()), int(random()), places[i/7%len(places)])
		v := u.AddDate(int(random()), int(random()), int(random()))
		d, e := time.Duration(random()), time.Duration(random())
		y, w := v.ISOWeek()
		line := fmt.Sprintln(t, u, v, y, w, t.Weekday(), u.YearDay(), t.Sub(u), u.Sub(v), t.Add(d), t.Truncate(d), u.Round(d), v.Round(d), v.Truncate(d), d.Round(e), d.Truncate(e), t.Format(time.RFC1123Z), v.UnixNano())
		for j := range line {
			hash = (hash ^ uint64(line[j])) * 1099511628211
		}
		if i%1000 == 999 {
			fmt.Println(i, hash)
		}
	}
}

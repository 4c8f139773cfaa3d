// time.Parse and Format: days of the year with and without a month and a day, both halves of the day, fractions, errors; GoString
// and %#v of times and durations in other values.
package main

import (
	"fmt"
	"os"
	"time"
)

func parse(layout string, values ...string) {
	for _, v := range values {
		t, err := time.Parse(layout, v)
		fmt.Printf("%q %q: %v %v\n", layout, v, t, err)
		if e, ok := err.(*time.ParseError); ok {
			fmt.Printf("  %q\n", *e)
		}
	}
}

func main() {
	os.Setenv("TZ", "UTC") // before the first use of Local
	parse("2006-002", "2021-001", "2021-059", "2021-060", "2021-365", "2021-366", "2020-366", "2020-060", "2020-061", "2020-000", "2020-1", "2020-12", "2020-1234", "2020-", "2020- 12", "2020-ab")
	parse("2006 __2", "2020   1", "2020  12", "2020 366", "2020 12", "2020 1", "2020 ", "2020    1", "2021 366")
	parse("2006-002 01", "2021-032 03", "2021-032 02", "2021-032 13", "2021-400 01")
	parse("2006 002 2", "2020 060 28", "2020 060 29", "2020 061 1", "2021 060 29", "2021 060 1")
	parse("002 2006", "366 2020", "366 2021", "060 2020")
	parse("2006-01-02 002", "2020-02-29 060", "2020-02-30 060", "2021-02-29 060")
	parse("01-02", "02-29", "02-30", "00-01", "13-01", "4-5")
	parse("02", "31", "32", "00", "0")
	parse("15:04 PM", "11:00 PM", "12:00 AM", "12:00 PM", "13:00 PM", "13:00 AM", "00:00 AM", "11:00 pm", "11:00 P")
	parse("3:04pm", "11:59pm", "12:00am", "0:00am", "13:00am", "1:60am", "1:5am", "1:05 am", "1:05xm")
	parse("15:04:05", "23:59:59", "24:00:00", "1:02:03", "12:1:02", "12:00:60", "12:00:00.5", "12:00:00,123456789123", "12:00:00.", "12:00:0")
	parse("5.000", "1.500", "1.5", "1.5000", "1,500", "1.abc", "59.999")
	parse("5.999", "1.5", "1", "1.", "1.123456789", "1.12345678912")
	parse("Jan _2 2006", "Feb  3 2020", "Feb 13 2020", "feb 3 2020", "FEB 3 2020", "Feb 31 2020", "Fe 3 2020", "February 3 2020")
	parse("Monday, January 2, 2006", "Tuesday, March 3, 2020", "Sunday, March 3, 2020", "tuesday, march 3, 2020", "Mon, March 3, 2020")
	parse("06", "68", "69", "00", "1", "abc", "1a")
	parse("2006", "0000", "9999", "123", "12345", "-123", "+123", "12a4")
	parse("Z07:00", "Z", "+01:30", "-01:30", "+0130", "z", "+01:3", "", "+25:00", "+24:60", "+24:61", "*01:30")
	parse("-0700", "+0130", "-2400", "+01:30", "Z", "1234")
	parse("-07:00:00", "+01:02:03", "-00:00:01", "-00:00:02", "+01:02:61", "+01:02")
	parse("-070000", "+010203", "+0102")
	parse("Z07", "+09", "Z", "-9")
	parse("MST", "UTC", "PST", "CEST", "GMT", "GMT+3", "GMT-12", "GMT+24", "GMT+", "ABCDE", "ABCDT", "ABCDEF", "WITA", "ABCD", "ChST", "MeST", "AB", "+03", "-3", "+0", "+24", "abc", "UTC+3")
	parse("  2006  ", "2020", "  2020  ", " 2020", "2020 x", "   2020")
	parse("2006-01-02", "2020/01/02", "2020-01-02x", "", "x")
	parse("_2006 Januar", "_2020 Januar", "2020")
	parse("日本2006", "日本2020", "日2020", "\xff2020")

	t := time.Date(2020, 1, 2, 3, 4, 5, 6, time.UTC)
	fmt.Println(t.GoString(), time.Time{}.GoString())
	fmt.Printf("%#v %#v\n", t, time.Second)
	fmt.Printf("%#v\n", struct {
		T time.Time
		D time.Duration
	}{t, time.Minute})
	fmt.Printf("%#v %#v %#v\n", []time.Time{t}, map[string]time.Duration{"a": 1}, []any{t, &t == nil, time.March, time.Sunday})
	fmt.Printf("%#v\n", time.Date(-5, 12, 31, 23, 59, 59, 999999999, time.FixedZone(`a"b\é`, 60)))
	fmt.Printf("%v %+v %s %d %q %x\n", t, t, t, time.Second, time.Second, time.Duration(255))
	for _, layout := range []string{"2006 06 1 01 Jan January 2 _2 02 __2 002 Mon Monday 15 3 03 4 04 5 05 PM pm", ".000 .999 ,000 ,999 .0000000000 .99 .9x .00", "_2006 __2006 Januaryx Janx Monx 20060102150405", "Z0700Z07Z070000-07-0700", time.StampNano, time.RFC3339Nano, "", "no elements", "\xff2006\xff"} {
		fmt.Printf("%q\n", t.Format(layout))
		fmt.Printf("%q\n", time.Date(12345, 12, 31, 23, 59, 59, 999000000, time.FixedZone("", -3600)).Format(layout))
		fmt.Printf("%q\n", time.Date(-5, 5, 6, 12, 0, 0, 0, time.UTC).AppendFormat([]byte("x"), layout))
	}
	for _, s := range []string{`"2020-01-02T03:04:05Z"`, `"2020-01-02T03:04:05.123+01:00"`, "null", `""`, `2020`, `"2020-01-02"`, `"x`, `"`} {
		u := t
		fmt.Println(u.UnmarshalJSON([]byte(s)), u)
	}
	for _, u := range []time.Time{t, time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(-1, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(0, 1, 1, 0, 0, 0, 0, time.FixedZone("", 24*3600))} {
		b, err := u.MarshalJSON()
		fmt.Printf("%s %v\n", b, err)
		b, err = u.AppendText([]byte("x"))
		fmt.Printf("%s %v\n", b, err)
		b, err = u.GobEncode()
		fmt.Println(b, err)
	}
	for _, b := range [][]byte{nil, {0}, {1}, {3, 0}, {1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff}, {2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 7}} {
		var u time.Time
		fmt.Println(u.UnmarshalBinary(b), u)
	}
}

// Places other than UTC: files of the time zone database in each version, rules for the years after the last change, gaps and
// overlaps of local time, parsing and formatting with names and offsets, the local zone by the variable TZ.
package main

import (
	"fmt"
	"os"
	"time"
)

type kind struct {
	offset int32
	summer byte
	name   byte // where it begins in the names
}

type change struct {
	when int64
	kind byte
}

func bigEndian(b []byte, size int, n int64) []byte {
	for i := size - 1; i >= 0; i-- {
		b = append(b, byte(n>>(8*i)))
	}
	return b
}

// body is the counts and the data of a file with times of so many bytes.
func body(version byte, size int, changes []change, kinds []kind, names string) []byte {
	b := append([]byte("TZif"), version)
	b = append(b, make([]byte, 15)...)
	for _, n := range []int{0, 0, 1, len(changes), len(kinds), len(names)} {
		b = bigEndian(b, 4, int64(n))
	}
	for _, c := range changes {
		b = bigEndian(b, size, c.when)
	}
	for _, c := range changes {
		b = append(b, c.kind)
	}
	for _, k := range kinds {
		b = bigEndian(b, 4, int64(k.offset))
		b = append(b, k.summer, k.name)
	}
	b = append(b, names...)
	return append(b, make([]byte, size+4)...) // a leap second, which nobody reads
}

func file(version byte, changes []change, kinds []kind, names, rule string) []byte {
	b := body(version, 4, changes, kinds, names)
	if version == 0 {
		return b
	}
	b = append(b, body(version, 8, changes, kinds, names)...)
	return append(b, "\n"+rule+"\n"...)
}

const stamp = "2006-01-02 15:04:05 -07:00:00 MST"

func show(label string, t time.Time) {
	from, to := t.ZoneBounds()
	name, offset := t.Zone()
	fmt.Println(label, t.Format(stamp), name, offset, t.IsDST(), from.Unix(), to.Unix())
}

var kinds = []kind{{3208, 0, 0}, {3600, 0, 4}, {7200, 1, 8}}

const names = "LMT\x00CET\x00CEST\x00"

var changes = []change{{-2000000000, 1}, {828234000, 2}, {846378000, 1}, {859683600, 2}, {877827600, 1}}

func main() {
	os.Setenv("TZ", "/nowhere/at/all")
	show("local", time.Unix(1e9, 0))
	fmt.Println(time.Local, time.Unix(0, 0).Location() == time.Local, time.UTC, (*time.Location)(nil))
	for _, version := range []byte{0, '2', '3'} {
		l, err := time.LoadLocationFromTZData("Mid", file(version, changes, kinds, names, "CET-1CEST,M3.5.0,M10.5.0/3"))
		fmt.Println("version", version, l, err)
		for _, u := range []int64{-2100000000, -2000000001, -2000000000, 0, 828233999, 828234000, 846377999, 846378000, 877827599, 877827600, 890e6, 1700000000, 1711846799, 1711846800, 1729990799, 1729990800, 1735685999, 4102444800, 17e9} {
			show("at", time.Unix(u, 0).In(l))
		}
	}
	l, _ := time.LoadLocationFromTZData("Mid", file('2', changes, kinds, names, "CET-1CEST,M3.5.0,M10.5.0/3"))
	gaps(l)
	rules()
	texts(l)
	bad()
	fixed()
	database()
}

func gaps(l *time.Location) {
	for min := 0; min <= 240; min += 30 {
		show("spring", time.Date(1996, 3, 31, 0, 30+min, 0, 0, l))
		show("autumn", time.Date(1996, 10, 27, 0, 30+min, 0, 0, l))
		show("later", time.Date(2031, 3, 30, 0, 30+min, 0, 0, l))
	}
	t := time.Date(1996, 3, 30, 2, 30, 0, 0, l)
	show("a day after", t.AddDate(0, 0, 1))
	show("24 hours after", t.Add(24*time.Hour))
	show("month 14", time.Date(1995, 14, 60, -1, 61, -1, 1e9+5, l))
	fmt.Println("truncated", t.Truncate(time.Hour), t.Round(24*time.Hour), t.YearDay(), t.Weekday())
	u := t.UTC()
	fmt.Println("equal", t.Equal(u), t == u, t == u.In(l), time.Date(1996, 3, 30, 1, 30, 0, 0, time.UTC) == u, t.Compare(u), t.Sub(u))
}

func rules() {
	for _, rule := range []string{"CET-1", "<+0330>-3:30", "<-03>3<-02>,J60/0,J300/1:02:03", "EST5EDT", "EST5EDT,59,300/-1", "EST5EDT4,J59,J60", "AEST-10AEDT,M10.1.0,M4.1.0/3", "XXX1YYY,M2.5.3/24,M2.1.0/-24",
		"IST-1GMT0,M10.5.0,M3.5.0/1", "AB1", "ABC", "ABC1DE", "ABC1DEF,M13.1.0,M3.1.0", "ABC1DEF,M3.1.0", "ABC1DEF,M3.1.0,M4.1.0x", "ABC200", "<ABC1", "ABC1DEF;M3.1.0,M4.1.0", "ABC-1:30:15DEF-2:60"} {
		l, err := time.LoadLocationFromTZData("R", file('2', []change{{0, 0}}, kinds[:1], names, rule))
		fmt.Println("rule", rule, err)
		for _, u := range []int64{951782399, 951782400, 951868800, 954547200, 1e9, 1709164800, 1709251200, 1720000000, 1730000000, 1735689599} {
			show("", time.Unix(u, 0).In(l))
		}
	}
}

func texts(l *time.Location) {
	for _, s := range []string{"1996-07-01 10:00:00 CEST", "1996-07-01 10:00:00 CET", "1996-01-01 10:00:00 CEST", "1996-07-01 10:00:00 LMT", "1996-07-01 10:00:00 PDT", "1996-07-01 10:00:00 GMT+3", "1996-07-01 10:00:00 GMT-12", "1996-07-01 10:00:00 UTC", "1996-07-01 10:00:00 +03"} {
		t, err := time.ParseInLocation("2006-01-02 15:04:05 MST", s, l)
		fmt.Println(s, "|", t, err, t.Location())
		t, err = time.Parse("2006-01-02 15:04:05 MST", s)
		fmt.Println(s, "|", t, err, t.Location())
	}
	for _, s := range []string{"1996-07-01T10:00:00+02:00", "1996-07-01T10:00:00+01:00", "1996-07-01T10:00:00Z", "1996-07-01T10:00:00+00:00", "1996-07-01T10:00:00-23:59", "1996-07-01T10:00:00+24:00", "1996-07-01T10:00:00+25:00", "1996-07-01T10:00:00+01:61"} {
		t, err := time.ParseInLocation(time.RFC3339, s, l)
		fmt.Println(s, "|", t, err, t.Location() == l, t.Location())
	}
	t, err := time.ParseInLocation("2006-01-02 15:04 -0700 MST", "1996-07-01 10:00 +0200 CEST", l)
	fmt.Println(t, err, t.Location() == l)
	t, err = time.ParseInLocation("2006-01-02 15:04 -0700 MST", "1996-07-01 10:00 +0200 EET", l)
	fmt.Println(t, err, t.Location() == l)
	t, err = time.ParseInLocation("2006-01-02 15:04", "1996-03-31 02:30", l)
	fmt.Println(t, err)
	for _, offset := range []int{0, 1, -1, 59, -59, -60, 3600, -3661, 86399, -86400, 100 * 3600} {
		t := time.Date(2020, 2, 3, 4, 5, 6, 7, time.FixedZone("", offset))
		fmt.Println(t.Format("-07 -0700 -07:00 -070000 -07:00:00 Z07 Z0700 Z07:00 Z070000 Z07:00:00 MST"), t.Format(time.RFC3339), t)
		fmt.Printf("%#v\n", t)
		text, err := t.MarshalText()
		fmt.Printf("%s %v\n", text, err)
		b, err := t.MarshalBinary()
		var back time.Time
		fmt.Println(b, err, back.UnmarshalBinary(b), back)
	}
	fmt.Printf("%#v %#v\n", t, []any{t.UTC(), t.Local(), struct{ T time.Time }{t}})
}

func bad() {
	good := file('2', changes, kinds, names, "CET-1")
	for _, n := range []int{0, 3, 4, 20, 43, 44, 60, 100, 150, 200, 240, len(good) - 8, len(good) - 1} {
		l, err := time.LoadLocationFromTZData("Cut", good[:n])
		fmt.Println("cut", n, l, err)
	}
	for i, c := range []byte{'T', 'Z', 'i', 'f', '9'} {
		b := append([]byte(nil), good...)
		b[i] = c + 1
		_, err := time.LoadLocationFromTZData("Bad", b)
		fmt.Println("bad", i, err)
	}
	_, err := time.LoadLocationFromTZData("Kind", file('2', []change{{0, 3}}, kinds, names, ""))
	fmt.Println(err)
	_, err = time.LoadLocationFromTZData("Name", file('2', nil, []kind{{0, 0, 99}}, names, ""))
	fmt.Println(err)
	l, err := time.LoadLocationFromTZData("None", file('2', nil, kinds, names, ""))
	fmt.Println(time.Unix(0, 0).In(l), err)
	_, err = time.LoadLocationFromTZData("Nothing", file('2', nil, nil, names, ""))
	fmt.Println(err)
}

func fixed() {
	fmt.Println(time.FixedZone("", 3600) == time.FixedZone("", 3600), time.FixedZone("A", 3600) == time.FixedZone("A", 3600), time.FixedZone("", 1) == time.FixedZone("", 1))
	a, b := time.Date(2020, 1, 1, 0, 0, 0, 0, time.FixedZone("", -3600)), time.Date(2020, 1, 1, 0, 0, 0, 0, time.FixedZone("", -3600))
	fmt.Println(a == b, a.Location(), time.FixedZone("Here", 5))
	defer func() { fmt.Println(recover()) }()
	a.In(nil)
}

// database is a folder of zone files that the program makes.
func database() {
	dir, err := os.MkdirTemp("", "zones")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(dir)
	os.Mkdir(dir+"/Area", 0o777)
	os.WriteFile(dir+"/Area/Town", file('2', changes, kinds, names, "CET-1CEST,M3.5.0,M10.5.0/3"), 0o666)
	os.WriteFile(dir+"/Area/Bad", []byte("TZif2"), 0o666)
	os.Setenv("ZONEINFO", dir)
	for _, name := range []string{"", "UTC", "Local", "Area/Town", "/etc/localtime", "../x", "Area/Nowhere", "a..b", "\\x", "Area/Town\x00"} {
		l, err := time.LoadLocation(name)
		fmt.Printf("%q %v %v\n", name, l, err)
		if err == nil {
			show("there", time.Unix(1e9, 0).In(l))
		}
	}
	_, err = time.LoadLocation("Area/Bad")
	fmt.Println(err != nil)
}

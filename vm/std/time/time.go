// Package time measures and shows time.
package time

// Time is an instant: seconds since year 1 and nanoseconds, with a place to show it in, and the clock that only goes forward if it came from Now.
type Time struct {
	sec  int64 // since January 1, year 1 00:00:00 UTC
	nsec int32
	mono int64 // nanoseconds of the monotonic clock plus one; 0: none
	loc  *Location
}

// Month and Weekday of the calendar.
type Month int
type Weekday int

const (
	January Month = 1 + iota
	February
	March
	April
	May
	June
	July
	August
	September
	October
	November
	December
)

const (
	Sunday Weekday = iota
	Monday
	Tuesday
	Wednesday
	Thursday
	Friday
	Saturday
)

var monthNames = [...]string{"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"}
var dayNames = [...]string{"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"}

func (m Month) String() string {
	if January <= m && m <= December {
		return monthNames[m-1]
	}
	return "%!Month(" + utoa(uint64(m)) + ")"
}

func (d Weekday) String() string {
	if Sunday <= d && d <= Saturday {
		return dayNames[d]
	}
	return "%!Weekday(" + utoa(uint64(d)) + ")"
}

func itoa(n int) string {
	if n < 0 {
		return "-" + utoa(-uint64(n))
	}
	return utoa(uint64(n))
}

func utoa(u uint64) string {
	var buf [24]byte
	return string(buf[putInt(buf[:], u):])
}

const (
	secondsPerDay  = 86400
	daysTo1970     = 719162
	unixToInternal = daysTo1970 * secondsPerDay
	maxSeconds     = 1<<63 - 1
	wallToInternal = 688117 * secondsPerDay // January 1, 1885; a Time keeps its monotonic clock for 1<<33 seconds from here
)

// Absolute days and seconds are counted from March 1 of year -absoluteYears. Every Time has some, which are not negative: sums that
// leave the range of an int64 come back into it, as in Go.
const (
	absoluteYears      = 292277022400 // 400 years are one cycle of days
	daysPerCycle       = 146097
	daysToJanuary      = 306 // from March 1
	internalToAbsolute = (absoluteYears/400*daysPerCycle + daysToJanuary) * secondsPerDay
)

func now() (wall, mono int64)

// Now returns the current local time.
func Now() Time {
	wall, mono := now()
	t := Unix(0, wall)
	t.mono = mono + 1
	return t
}

func Unix(sec int64, nsec int64) Time {
	if nsec < 0 || nsec >= 1e9 {
		sec += nsec / 1e9
		nsec %= 1e9
		if nsec < 0 {
			nsec += 1e9
			sec--
		}
	}
	return Time{sec: sec + unixToInternal, nsec: int32(nsec), loc: Local}
}

func UnixMilli(msec int64) Time { return Unix(msec/1e3, msec%1e3*1e6) }
func UnixMicro(usec int64) Time { return Unix(usec/1e6, usec%1e6*1e3) }

func Since(t Time) Duration {
	if t.mono != 0 {
		_, mono := now()
		return subtract(mono+1, t.mono)
	}
	return Now().Sub(t)
}

func Until(t Time) Duration {
	if t.mono != 0 {
		_, mono := now()
		return subtract(t.mono, mono+1)
	}
	return t.Sub(Now())
}

// zone returns the name of t's zone and its seconds east of UTC.
func (t Time) zone() (name string, offset int) {
	if t.loc == nil {
		return "UTC", 0
	}
	z, _, _ := t.loc.lookup(t.Unix())
	return z.name, z.offset
}

func (t Time) Zone() (name string, offset int) { return t.zone() }

// ZoneBounds returns since when and until when t's zone holds; the zero Time stands for no bound.
func (t Time) ZoneBounds() (start, end Time) {
	_, from, to := t.loc.lookup(t.Unix())
	if from != always {
		start = Unix(from, 0)
		start.setLocation(t.loc)
	}
	if to != forever {
		end = Unix(to, 0)
		end.setLocation(t.loc)
	}
	return start, end
}

// IsDST reports whether t is in summer time.
func (t Time) IsDST() bool {
	z, _, _ := t.loc.lookup(t.Unix())
	return z.dst
}

// setLocation has t shown elsewhere; as a place of its own UTC is none. The reading of the other clock is lost.
func (t *Time) setLocation(loc *Location) {
	if loc == &utcLocation {
		loc = nil
	}
	t.mono, t.loc = 0, loc
}

// absolute returns absolute seconds as the clock on the wall has them.
func (t Time) absolute() uint64 {
	_, offset := t.zone()
	return uint64(t.sec + int64(offset) + internalToAbsolute)
}

// absoluteDay returns the absolute day as the calendar on the wall has it.
func (t Time) absoluteDay() uint64 { return t.absolute() / secondsPerDay }

func floorDiv(a, b int64) int64 {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}

// civil turns an absolute day into a date; yday counts from 0.
func civil(absolute uint64) (year int, month Month, day, yday int) {
	// Years are counted from March 1, so that the leap day is the last.
	doe := absolute % daysPerCycle
	yoe := (doe - doe/1460 + doe/36524 - doe/146096) / 365
	doy := doe - (365*yoe + yoe/4 - yoe/100)
	mp := (5*doy + 2) / 153
	day = int(doy-(153*mp+2)/5) + 1
	year = int(absolute/daysPerCycle*400+yoe) - absoluteYears
	month = Month(mp + 3)
	if month > December {
		return year + 1, month - 12, day, int(doy) - daysToJanuary
	}
	yday = int(doy) + cumulative[February]
	if isLeap(year) {
		yday++
	}
	return year, month, day, yday
}

// absoluteDays returns the absolute day of a date, of which the day may lie outside of its month.
func absoluteDays(year int, month Month, day int) uint64 {
	y, mp := uint64(year)+absoluteYears, uint64(month-March)
	if month < March {
		y, mp = y-1, uint64(month+12-March)
	}
	return daysPerCycle*(y/100)/4 + 1461*(y%100)/4 + (153*mp+2)/5 + uint64(day) - 1
}

// dayOfWeek returns the day of the week of an absolute day.
func dayOfWeek(absolute uint64) Weekday { return Weekday((absolute + uint64(Wednesday)) % 7) }

func isLeap(year int) bool { return year%4 == 0 && (year%100 != 0 || year%400 == 0) }

var cumulative = [...]int{0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365}

func daysIn(m Month, year int) int {
	if m == February && isLeap(year) {
		return 29
	}
	return cumulative[m] - cumulative[m-1]
}

// Date makes a time of its parts, which may lie outside of their ranges.
func Date(year int, month Month, day, hour, min, sec, nsec int, loc *Location) Time {
	if loc == nil {
		panic("time: missing Location in call to Date")
	}
	m := int64(month) - 1
	year += int(floorDiv(m, 12))
	m -= floorDiv(m, 12) * 12
	days := int64(absoluteDays(year, Month(m+1), day))
	s := int64(sec) + floorDiv(int64(nsec), 1e9)
	n := int64(nsec) - floorDiv(int64(nsec), 1e9)*1e9
	t := Time{sec: days*secondsPerDay + int64(hour)*3600 + int64(min)*60 + s - internalToAbsolute, nsec: int32(n)}
	z, start, end := loc.lookup(t.Unix())
	if z.offset != 0 {
		// That was the zone if the clock were that of UTC.
		if utc := t.Unix() - int64(z.offset); utc < start || utc >= end {
			z, _, _ = loc.lookup(utc)
		}
		t.sec -= int64(z.offset)
	}
	t.setLocation(loc)
	return t
}

func (t Time) date() (int, Month, int, int) { return civil(t.absoluteDay()) }

func (t Time) Date() (year int, month Month, day int) {
	year, month, day, _ = t.date()
	return
}

func (t Time) Year() int {
	y, _, _, _ := t.date()
	return y
}

func (t Time) Month() Month {
	_, m, _, _ := t.date()
	return m
}

func (t Time) Day() int {
	_, _, d, _ := t.date()
	return d
}

func (t Time) YearDay() int {
	_, _, _, y := t.date()
	return y + 1
}

func (t Time) Weekday() Weekday { return dayOfWeek(t.absoluteDay()) }

// ISOWeek returns the year and week of ISO 8601.
func (t Time) ISOWeek() (year, week int) {
	// The week belongs to the year of its Thursday, and begins on Monday.
	days := t.absoluteDay()
	year, _, _, yday := civil(days - uint64(dayOfWeek(days-1)) + 3)
	return year, yday/7 + 1
}

func (t Time) Clock() (hour, min, sec int) {
	s := t.absolute() % secondsPerDay
	return int(s / 3600), int(s / 60 % 60), int(s % 60)
}

func (t Time) Hour() int {
	h, _, _ := t.Clock()
	return h
}

func (t Time) Minute() int {
	_, m, _ := t.Clock()
	return m
}

func (t Time) Second() int {
	_, _, s := t.Clock()
	return s
}

func (t Time) Nanosecond() int { return int(t.nsec) }

func (t Time) Unix() int64      { return t.sec - unixToInternal }
func (t Time) UnixNano() int64  { return t.Unix()*1e9 + int64(t.nsec) }
func (t Time) UnixMilli() int64 { return t.Unix()*1e3 + int64(t.nsec)/1e6 }
func (t Time) UnixMicro() int64 { return t.Unix()*1e6 + int64(t.nsec)/1e3 }

func (t Time) IsZero() bool { return t.sec == 0 && t.nsec == 0 }

func (t Time) After(u Time) bool  { return t.Compare(u) > 0 }
func (t Time) Before(u Time) bool { return t.Compare(u) < 0 }
func (t Time) Equal(u Time) bool  { return t.Compare(u) == 0 }

func (t Time) Compare(u Time) int {
	a, b := t.sec, u.sec
	if t.mono != 0 && u.mono != 0 {
		a, b = t.mono, u.mono
	} else if a == b {
		a, b = int64(t.nsec), int64(u.nsec)
	}
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// addSeconds adds s, or as much of it as the range of a Time allows.
func (t *Time) addSeconds(s int64) {
	sum := t.sec + s
	switch {
	case (sum > t.sec) == (s > 0):
		t.sec = sum
	case s > 0:
		t.sec = maxSeconds
	default:
		t.sec = -maxSeconds
	}
}

func (t Time) Add(d Duration) Time {
	s, n := int64(d/1e9), int64(t.nsec)+int64(d%1e9)
	if n >= 1e9 {
		s++
		n -= 1e9
	} else if n < 0 {
		s--
		n += 1e9
	}
	t.addSeconds(s)
	t.nsec = int32(n)
	if t.mono != 0 {
		before := t.mono
		t.mono += int64(d)
		if (t.mono < before) != (d < 0) || t.sec < wallToInternal || t.sec >= wallToInternal+1<<33 {
			t.mono = 0 // out of range
		}
	}
	return t
}

// subtract returns a - b, or the Duration nearest to it.
func subtract(a, b int64) Duration {
	d := a - b
	switch {
	case d < 0 && a > b:
		return maxDuration
	case d > 0 && a < b:
		return minDuration
	}
	return Duration(d)
}

func (t Time) Sub(u Time) Duration {
	if t.mono != 0 && u.mono != 0 {
		return subtract(t.mono, u.mono)
	}
	d := Duration(t.sec-u.sec)*Second + Duration(t.nsec-u.nsec)
	switch {
	case u.Add(d).Equal(t):
		return d
	case t.Before(u):
		return minDuration
	}
	return maxDuration
}

func (t Time) AddDate(years, months, days int) Time {
	year, month, day := t.Date()
	hour, min, sec := t.Clock()
	return Date(year+years, month+Month(months), day+days, hour, min, sec, int(t.nsec), t.Location())
}

func (t Time) UTC() Time {
	t.setLocation(UTC)
	return t
}

func (t Time) Local() Time {
	t.setLocation(Local)
	return t
}

func (t Time) In(loc *Location) Time {
	if loc == nil {
		panic("time: missing Location in call to Time.In")
	}
	t.setLocation(loc)
	return t
}

func (t Time) Location() *Location {
	if t.loc == nil {
		return UTC
	}
	return t.loc
}

func (t Time) Truncate(d Duration) Time {
	t.mono = 0
	if d <= 0 {
		return t
	}
	return t.Add(-t.remainder(d))
}

func (t Time) Round(d Duration) Time {
	t.mono = 0
	if d <= 0 {
		return t
	}
	r := t.remainder(d)
	if underHalf(r, d) {
		return t.Add(-r)
	}
	return t.Add(d - r)
}

// remainder returns the time since year 1 modulo d.
func (t Time) remainder(d Duration) Duration {
	// 1e9 times the seconds may overflow: multiply modulo d, bit by bit.
	m := uint64(d)
	s := uint64(t.sec)
	if t.sec < 0 {
		s = m - uint64(-t.sec)%m
	}
	var r uint64
	a, b := s%m, uint64(1e9)%m
	for b > 0 {
		if b&1 == 1 {
			r = (r + a) % m
		}
		a = (a + a) % m
		b >>= 1
	}
	return Duration((r + uint64(t.nsec)) % m)
}

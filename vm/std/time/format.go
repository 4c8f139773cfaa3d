package time

// Layouts.
const (
	Layout      = "01/02 03:04:05PM '06 -0700"
	ANSIC       = "Mon Jan _2 15:04:05 2006"
	UnixDate    = "Mon Jan _2 15:04:05 MST 2006"
	RubyDate    = "Mon Jan 02 15:04:05 -0700 2006"
	RFC822      = "02 Jan 06 15:04 MST"
	RFC822Z     = "02 Jan 06 15:04 -0700"
	RFC850      = "Monday, 02-Jan-06 15:04:05 MST"
	RFC1123     = "Mon, 02 Jan 2006 15:04:05 MST"
	RFC1123Z    = "Mon, 02 Jan 2006 15:04:05 -0700"
	RFC3339     = "2006-01-02T15:04:05Z07:00"
	RFC3339Nano = "2006-01-02T15:04:05.999999999Z07:00"
	Kitchen     = "3:04PM"
	Stamp       = "Jan _2 15:04:05"
	StampMilli  = "Jan _2 15:04:05.000"
	StampMicro  = "Jan _2 15:04:05.000000"
	StampNano   = "Jan _2 15:04:05.000000000"
	DateTime    = "2006-01-02 15:04:05"
	DateOnly    = "2006-01-02"
	TimeOnly    = "15:04:05"
)

// The elements of layouts, longer ones before their prefixes.
var elements = [...]string{
	"January", "Jan", "Monday", "Mon", "MST", "2006", "002", "01", "02", "03", "04", "05", "06", "-07:00:00", "-07:00", "-070000", "-0700", "-07",
	"Z07:00:00", "Z07:00", "Z070000", "Z0700", "Z07", "__2", "_2", "15", "PM", "pm", "1", "2", "3", "4", "5",
}

func hasPrefix(s, prefix string) bool { return len(s) >= len(prefix) && s[:len(prefix)] == prefix }

func isDigit(s string, i int) bool { return i < len(s) && '0' <= s[i] && s[i] <= '9' }

// nextElement finds the first element in a layout: what stands before it, it, and the rest.
func nextElement(layout string) (prefix, element, rest string) {
	for i := 0; i < len(layout); i++ {
		s := layout[i:]
		switch c := s[0]; {
		case c == '.' || c == ',':
			// Fractions of a second: .000 or .999, not followed by a digit.
			if len(s) > 1 && (s[1] == '0' || s[1] == '9') {
				j := 1
				for j < len(s) && s[j] == s[1] {
					j++
				}
				if !isDigit(s, j) {
					return layout[:i], s[:j], s[j:]
				}
			}
		case c == 'J' || c == 'M' || '0' <= c && c <= '6' || c == '-' || c == 'Z' || c == '_' || c == 'P' || c == 'p':
			if hasPrefix(s, "_2006") {
				return layout[:i+1], "2006", s[5:]
			}
			for _, e := range elements {
				if !hasPrefix(s, e) {
					continue
				}
				if e == "Jan" && len(s) > 3 && 'a' <= s[3] && s[3] <= 'z' {
					continue
				}
				if e == "Mon" && len(s) > 3 && 'a' <= s[3] && s[3] <= 'z' {
					continue
				}
				return layout[:i], e, s[len(e):]
			}
		}
	}
	return layout, "", ""
}

func appendPadded(b []byte, n, width int) []byte {
	u := uint64(n)
	if n < 0 {
		b = append(b, '-')
		u = -u
	}
	var buf [24]byte
	w := putInt(buf[:], u)
	for i := len(buf) - w; i < width; i++ {
		b = append(b, '0')
	}
	return append(b, buf[w:]...)
}

// String formats for people who debug.
func (t Time) String() string {
	s := t.Format("2006-01-02 15:04:05.999999999 -0700 MST")
	if t.mono != 0 {
		d := t.mono - 1
		sign := byte('+')
		if d < 0 {
			sign = '-'
			d = -d
		}
		b := append([]byte(s), " m="...)
		b = append(b, sign)
		b = appendPadded(b, int(d/1e9), 1)
		b = append(b, '.')
		s = string(appendPadded(b, int(d%1e9), 9))
	}
	return s
}

// GoString is the call of Date that makes t; with a place that has no name in Go it is none.
func (t Time) GoString() string {
	year, month, day := t.Date()
	hour, min, sec := t.Clock()
	b := append([]byte("time.Date("), itoa(year)...)
	b = append(b, ", time."...)
	b = append(b, month.String()...)
	for _, n := range [...]int{day, hour, min, sec, int(t.nsec)} {
		b = append(b, ", "...)
		b = append(b, itoa(n)...)
	}
	place := "time.Location(" + quote(t.Location().name) + ")"
	switch t.Location() {
	case UTC:
		place = "time.UTC"
	case Local:
		place = "time.Local"
	}
	b = append(b, ", "...)
	b = append(b, place...)
	return string(append(b, ')'))
}

func (t Time) Format(layout string) string { return string(t.AppendFormat(nil, layout)) }

func (t Time) AppendFormat(b []byte, layout string) []byte {
	name, offset := t.zone()
	year, month, day, yday := t.date()
	hour, min, sec := t.Clock()
	for layout != "" {
		prefix, e, rest := nextElement(layout)
		b = append(b, prefix...)
		layout = rest
		switch e {
		case "":
			return b
		case "2006":
			b = appendPadded(b, year, 4)
		case "06":
			b = appendPadded(b, max(year, -year)%100, 2)
		case "January":
			b = append(b, month.String()...)
		case "Jan":
			b = append(b, month.String()[:3]...)
		case "1":
			b = appendPadded(b, int(month), 1)
		case "01":
			b = appendPadded(b, int(month), 2)
		case "Monday":
			b = append(b, t.Weekday().String()...)
		case "Mon":
			b = append(b, t.Weekday().String()[:3]...)
		case "2":
			b = appendPadded(b, day, 1)
		case "_2":
			if day < 10 {
				b = append(b, ' ')
			}
			b = appendPadded(b, day, 1)
		case "02":
			b = appendPadded(b, day, 2)
		case "__2":
			if yday+1 < 100 {
				b = append(b, ' ')
			}
			if yday+1 < 10 {
				b = append(b, ' ')
			}
			b = appendPadded(b, yday+1, 1)
		case "002":
			b = appendPadded(b, yday+1, 3)
		case "15":
			b = appendPadded(b, hour, 2)
		case "3", "03":
			h := hour % 12
			if h == 0 {
				h = 12
			}
			b = appendPadded(b, h, len(e))
		case "4", "04":
			b = appendPadded(b, min, len(e))
		case "5", "05":
			b = appendPadded(b, sec, len(e))
		case "PM", "pm":
			half := "AM"
			if hour >= 12 {
				half = "PM"
			}
			if e == "pm" {
				half = string([]byte{half[0] + 'a' - 'A', 'm'})
			}
			b = append(b, half...)
		case "MST":
			if name != "" {
				b = append(b, name...)
			} else {
				b = appendZone(b, "-0700", offset)
			}
		default:
			if e[0] == '.' || e[0] == ',' {
				b = appendFraction(b, int(t.nsec), e)
			} else {
				b = appendZone(b, e, offset)
			}
		}
	}
	return b
}

func appendFraction(b []byte, nsec int, e string) []byte {
	digits := appendPadded(nil, nsec, 9)
	if n := len(e) - 1; n < 9 {
		digits = digits[:len(digits)-9+n]
	}
	if e[1] == '9' {
		for len(digits) > 0 && digits[len(digits)-1] == '0' {
			digits = digits[:len(digits)-1]
		}
		if len(digits) == 0 {
			return b
		}
	}
	b = append(b, e[0])
	return append(b, digits...)
}

func appendZone(b []byte, e string, offset int) []byte {
	if e[0] == 'Z' && offset == 0 {
		return append(b, 'Z')
	}
	sign := byte('+')
	minutes := offset / 60
	if minutes < 0 { // less than a minute keeps its sign, as in Go
		sign = '-'
		minutes, offset = -minutes, -offset
	}
	b = append(b, sign)
	b = appendPadded(b, minutes/60, 2)
	if len(e) == 3 {
		return b
	}
	colon := e[3] == ':'
	if colon {
		b = append(b, ':')
	}
	b = appendPadded(b, minutes%60, 2)
	if len(e) == 7 || len(e) == 9 {
		if colon {
			b = append(b, ':')
		}
		b = appendPadded(b, offset%60, 2)
	}
	return b
}

// ParseError says what of a text did not fit a layout.
type ParseError struct {
	Layout, Value, LayoutElem, ValueElem, Message string
}

func (e *ParseError) Error() string {
	if e.Message == "" {
		return "parsing time " + quote(e.Value) + " as " + quote(e.Layout) + ": cannot parse " + quote(e.ValueElem) + " as " + quote(e.LayoutElem)
	}
	return "parsing time " + quote(e.Value) + e.Message
}

// parts of a time being parsed.
type parts struct {
	year, month, day, yday int // -1: not seen, but for the year
	hour, min, sec, nsec   int
	half                   string // AM or PM
	offset                 int    // -1: not seen
	utc                    bool
	zone                   string
}

func Parse(layout, value string) (Time, error) { return parse(layout, value, UTC, Local) }

func ParseInLocation(layout, value string, loc *Location) (Time, error) {
	return parse(layout, value, loc, loc)
}

// digits reads from min to max digits at the start of s.
func digits(s string, min, max int) (n int, rest string, ok bool) {
	i := 0
	for i < max && isDigit(s, i) {
		n = n*10 + int(s[i]-'0')
		i++
	}
	return n, s[i:], i >= min
}

func lookup(names []string, s string, short bool) (int, string, bool) {
	for i, name := range names {
		if short {
			name = name[:3]
		}
		if len(s) >= len(name) && equalFold(s[:len(name)], name) {
			return i, s[len(name):], true
		}
	}
	return 0, s, false
}

func equalFold(a, b string) bool {
	for i := 0; i < len(a); i++ {
		if a[i]|0x20 != b[i]|0x20 {
			return false
		}
	}
	return true
}

// skipPrefix reads the text between elements; any spaces match a run of spaces, and none at the end.
func skipPrefix(value, prefix string) (rest string, same bool) {
	for prefix != "" {
		if prefix[0] == ' ' {
			if value != "" && value[0] != ' ' {
				return value, false
			}
			prefix, value = cutSpaces(prefix), cutSpaces(value)
			continue
		}
		if value == "" || value[0] != prefix[0] {
			return value, false
		}
		prefix, value = prefix[1:], value[1:]
	}
	return value, true
}

func cutSpaces(s string) string {
	for s != "" && s[0] == ' ' {
		s = s[1:]
	}
	return s
}

// parse returns a time in loc if the text names no zone, in local if that has the zone that it names.
func parse(layout, value string, loc, local *Location) (Time, error) {
	p := parts{month: -1, day: -1, yday: -1, offset: -1}
	text, whole := value, layout
	for {
		prefix, e, rest := nextElement(layout)
		var same bool
		if value, same = skipPrefix(value, prefix); !same {
			return Time{}, &ParseError{whole, text, prefix, value, ""}
		}
		if e == "" {
			if value != "" {
				return Time{}, &ParseError{whole, text, "", value, ": extra text: " + quote(value)}
			}
			break
		}
		layout = rest
		left, ok, ranged := p.element(e, value, layout)
		if ranged != "" {
			return Time{}, &ParseError{whole, text, e, left, ": " + ranged + " out of range"}
		}
		if !ok {
			return Time{}, &ParseError{whole, text, e, value, ""}
		}
		value = left
	}
	if trouble := p.settle(); trouble != "" {
		return Time{}, &ParseError{whole, text, "", value, ": " + trouble}
	}
	return p.time(loc, local), nil
}

// element reads one element; ranged names a part that is out of its range.
func (p *parts) element(e, s, layout string) (rest string, ok bool, ranged string) {
	switch e {
	case "2006":
		p.year, rest, ok = digits(s, 4, 4)
	case "06":
		p.year, rest, ok = digits(s, 2, 2)
		if s != "" && (s[0] == '-' || s[0] == '+') { // as in Go, a sign may take the place of a digit
			p.year, rest, ok = digits(s[1:], 1, 1)
			if s[0] == '-' {
				p.year = -p.year
			}
		}
		if p.year >= 69 {
			p.year += 1900
		} else {
			p.year += 2000
		}
	case "January":
		p.month, rest, ok = lookup(monthNames[:], s, false)
		p.month++
	case "Jan":
		p.month, rest, ok = lookup(monthNames[:], s, true)
		p.month++
	case "01", "1":
		p.month, rest, ok = digits(s, len(e), 2)
		if ok && (p.month < 1 || p.month > 12) {
			ranged = "month"
		}
	case "Monday":
		_, rest, ok = lookup(dayNames[:], s, false)
	case "Mon":
		_, rest, ok = lookup(dayNames[:], s, true)
	case "2", "_2", "02":
		if e == "_2" && s != "" && s[0] == ' ' {
			s = s[1:]
		}
		min := 1
		if e == "02" {
			min = 2
		}
		p.day, rest, ok = digits(s, min, 2)
	case "002", "__2":
		min := 3
		if e == "__2" {
			min = 1
			for i := 0; i < 2 && s != "" && s[0] == ' '; i++ {
				s = s[1:]
			}
		}
		p.yday, rest, ok = digits(s, min, 3)
	case "15":
		p.hour, rest, ok = digits(s, 1, 2)
		if ok && p.hour > 23 {
			ranged = "hour"
		}
	case "3", "03":
		p.hour, rest, ok = digits(s, len(e), 2)
		if ok && p.hour > 12 {
			ranged = "hour"
		}
	case "4", "04":
		p.min, rest, ok = digits(s, len(e), 2)
		if ok && p.min > 59 {
			ranged = "minute"
		}
	case "5", "05":
		p.sec, rest, ok = digits(s, len(e), 2)
		if ok && p.sec > 59 {
			ranged = "second"
		}
		// A fraction may follow though the layout has none.
		if ok && len(rest) > 1 && (rest[0] == '.' || rest[0] == ',') && isDigit(rest, 1) {
			if _, next, _ := nextElement(layout); next == "" || next[0] != '.' && next[0] != ',' {
				rest, ok = p.fraction(rest)
			}
		}
	case "PM", "pm":
		lower := e[0] & 0x20
		if len(s) < 2 || s[1] != 'M'|lower || s[0] != 'A'|lower && s[0] != 'P'|lower {
			return s, false, ""
		}
		p.half = s[:2]
		rest, ok = s[2:], true
	case "MST":
		if hasPrefix(s, "UTC") {
			p.utc = true
			return s[3:], true, ""
		}
		n := zoneLength(s)
		p.zone, rest, ok = s[:n], s[n:], n > 0
	default:
		if e[0] == '.' || e[0] == ',' {
			switch {
			case e[1] == '9' && (len(s) < 2 || s[0] != '.' && s[0] != ',' || !isDigit(s, 1)):
				return s, true, ""
			case e[1] == '9':
				rest, ok = p.fraction(s)
			case len(s) >= len(e):
				// As many digits as the layout has.
				var left string
				left, ok = p.fraction(s[:len(e)])
				rest, ok = s[len(e):], ok && left == ""
			}
		} else {
			rest, ok, ranged = p.zoneOffset(e, s)
		}
	}
	return rest, ok, ranged
}

func (p *parts) fraction(s string) (string, bool) {
	if len(s) < 2 || s[0] != '.' && s[0] != ',' || !isDigit(s, 1) {
		return s, false
	}
	i, scale := 1, int(1e9)
	p.nsec = 0
	for isDigit(s, i) {
		scale /= 10
		p.nsec += int(s[i]-'0') * scale
		i++
	}
	return s[i:], true
}

// zoneLength returns the bytes of the abbreviation of a time zone at the start of s: three to five capitals, some others, or GMT with an offset.
func zoneLength(s string) int {
	n := 0
	for n < len(s) && n < 6 && 'A' <= s[n] && s[n] <= 'Z' {
		n++
	}
	switch {
	case len(s) < 3:
	case len(s) >= 4 && (s[:4] == "ChST" || s[:4] == "MeST"):
		return 4
	case s[:3] == "GMT":
		return 3 + signedHour(s[3:])
	case s[0] == '+' || s[0] == '-':
		return signedHour(s)
	case n == 3, n == 4 && (s[3] == 'T' || s[:4] == "WITA"), n == 5 && s[4] == 'T':
		return n
	}
	return 0
}

// signedHour returns the bytes of an offset in hours, -3; 0 if there is none.
func signedHour(s string) int {
	if s == "" || s[0] != '+' && s[0] != '-' {
		return 0
	}
	i, n := 1, 0
	for isDigit(s, i) && n < 100 {
		n = n*10 + int(s[i]-'0')
		i++
	}
	if i == 1 || n > 23 {
		return 0
	}
	return i
}

func (p *parts) zoneOffset(e, s string) (rest string, ok bool, ranged string) {
	if e[0] == 'Z' && s != "" && s[0] == 'Z' {
		p.utc = true
		return s[1:], true, ""
	}
	if s == "" || s[0] != '+' && s[0] != '-' {
		return s, false, ""
	}
	sign := 1
	if s[0] == '-' {
		sign = -1
	}
	n, s, ok := digits(s[1:], 2, 2)
	if ok && n > 24 {
		ranged = "time zone offset hour"
	}
	p.offset = n * 3600
	scale, unit := 60, "minute"
	for i := 3; ok && i < len(e); i += 2 {
		if e[i] == ':' {
			if s == "" || s[0] != ':' {
				return s, false, ""
			}
			s = s[1:]
			i++
		}
		n, s, ok = digits(s, 2, 2)
		if ok && n > 60 {
			ranged = "time zone offset " + unit
		}
		p.offset += n * scale
		scale, unit = 1, "second"
	}
	p.offset *= sign
	return s, ok, ranged
}

// settle finds the hour by its half of the day and the date by the day of the year. It returns what is wrong.
func (p *parts) settle() string {
	switch {
	case p.half != "" && p.half[0]|0x20 == 'p' && p.hour < 12:
		p.hour += 12
	case p.half != "" && p.half[0]|0x20 == 'a' && p.hour == 12:
		p.hour = 0
	}
	if p.yday >= 0 {
		year, month, day, _ := civil(absoluteDays(p.year, January, p.yday))
		switch {
		case year != p.year:
			return "day-of-year out of range"
		case p.month >= 0 && p.month != int(month):
			return "day-of-year does not match month"
		case p.day >= 0 && p.day != day:
			return "day-of-year does not match day"
		}
		p.month, p.day = int(month), day
	}
	if p.month < 0 {
		p.month = 1
	}
	if p.day < 0 {
		p.day = 1
	}
	if p.day < 1 || p.day > daysIn(Month(p.month), p.year) {
		return "day out of range"
	}
	return ""
}

func (p *parts) time(loc, local *Location) Time {
	date := func(loc *Location) Time {
		return Date(p.year, Month(p.month), p.day, p.hour, p.min, p.sec, p.nsec, loc)
	}
	switch {
	case p.utc:
		return date(UTC)
	case p.offset != -1:
		t := date(UTC)
		t.sec -= int64(p.offset)
		if z, _, _ := local.lookup(t.Unix()); z.offset == p.offset && (p.zone == "" || z.name == p.zone) {
			t.setLocation(local)
		} else {
			t.setLocation(FixedZone(p.zone, p.offset))
		}
		return t
	case p.zone == "":
		return date(loc)
	}
	t := date(UTC)
	offset, known := local.lookupName(p.zone, t.Unix())
	switch {
	case known:
		t.sec -= int64(offset)
		t.setLocation(local)
		return t
	case len(p.zone) > 3 && p.zone[:3] == "GMT":
		// The offset is known; as in Go it does not move the instant.
		offset, _, _ = digits(p.zone[4:], 1, 2)
		if p.zone[3] == '-' {
			offset = -offset
		}
	}
	t.setLocation(FixedZone(p.zone, offset*3600))
	return t
}

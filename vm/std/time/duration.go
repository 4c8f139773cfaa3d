package time

// Duration is a span of time in nanoseconds.
type Duration int64

const (
	Nanosecond  Duration = 1
	Microsecond          = 1000 * Nanosecond
	Millisecond          = 1000 * Microsecond
	Second               = 1000 * Millisecond
	Minute               = 60 * Second
	Hour                 = 60 * Minute
)

const (
	minDuration Duration = -1 << 63
	maxDuration Duration = 1<<63 - 1
)

// String formats as 72h3m0.5s.
func (d Duration) String() string {
	var buf [32]byte
	w := len(buf)
	u := uint64(d)
	if d < 0 {
		u = -u
	}
	if u < uint64(Second) {
		// Below a second the unit is smaller.
		w--
		buf[w] = 's'
		w--
		digits := 0
		switch {
		case u == 0:
			return "0s"
		case u < uint64(Microsecond):
			buf[w] = 'n'
		case u < uint64(Millisecond):
			digits = 3
			w-- // the sign takes two bytes
			copy(buf[w:], "µ")
		default:
			digits = 6
			buf[w] = 'm'
		}
		w, u = putFraction(buf[:w], u, digits)
		w = putInt(buf[:w], u)
	} else {
		w--
		buf[w] = 's'
		w, u = putFraction(buf[:w], u, 9)
		w = putInt(buf[:w], u%60)
		u /= 60
		if u > 0 {
			w--
			buf[w] = 'm'
			w = putInt(buf[:w], u%60)
			u /= 60
			if u > 0 {
				w--
				buf[w] = 'h'
				w = putInt(buf[:w], u)
			}
		}
	}
	if d < 0 {
		w--
		buf[w] = '-'
	}
	return string(buf[w:])
}

// putFraction writes v/10**digits without trailing zeros to the end of buf; it returns where that begins, and v without the fraction.
func putFraction(buf []byte, v uint64, digits int) (int, uint64) {
	w := len(buf)
	print := false
	for i := 0; i < digits; i++ {
		d := v % 10
		print = print || d != 0
		if print {
			w--
			buf[w] = byte(d) + '0'
		}
		v /= 10
	}
	if print {
		w--
		buf[w] = '.'
	}
	return w, v
}

func putInt(buf []byte, v uint64) int {
	w := len(buf)
	for {
		w--
		buf[w] = byte(v%10) + '0'
		v /= 10
		if v == 0 {
			return w
		}
	}
}

func (d Duration) Nanoseconds() int64  { return int64(d) }
func (d Duration) Microseconds() int64 { return int64(d) / 1e3 }
func (d Duration) Milliseconds() int64 { return int64(d) / 1e6 }

func (d Duration) split(unit Duration) float64 {
	return float64(d/unit) + float64(d%unit)/float64(unit)
}

func (d Duration) Seconds() float64 { return d.split(Second) }
func (d Duration) Minutes() float64 { return d.split(Minute) }
func (d Duration) Hours() float64   { return d.split(Hour) }

func (d Duration) Truncate(m Duration) Duration {
	if m <= 0 {
		return d
	}
	return d - d%m
}

// underHalf reports whether r is less than half of m; neither is negative, but twice r may be too large for a Duration.
func underHalf(r, m Duration) bool { return uint64(r)+uint64(r) < uint64(m) }

func (d Duration) Round(m Duration) Duration {
	if m <= 0 {
		return d
	}
	r := d % m
	if d < 0 {
		r = -r
		if underHalf(r, m) {
			return d + r
		}
		if next := d - m + r; next < d {
			return next
		}
		return minDuration
	}
	if underHalf(r, m) {
		return d - r
	}
	if next := d + m - r; next > d {
		return next
	}
	return maxDuration
}

func (d Duration) Abs() Duration {
	switch {
	case d >= 0:
		return d
	case d == minDuration:
		return maxDuration
	}
	return -d
}

type parseError string

func (e parseError) Error() string { return string(e) }

func unit(s string) (float64, bool) {
	switch s {
	case "ns":
		return 1, true
	case "us", "µs", "μs":
		return 1e3, true
	case "ms":
		return 1e6, true
	case "s":
		return 1e9, true
	case "m":
		return 60e9, true
	case "h":
		return 3600e9, true
	}
	return 0, false
}

// ParseDuration reads such as "1h15m30.918s".
func ParseDuration(s string) (Duration, error) {
	orig := s
	bad := func(what string) (Duration, error) {
		return 0, parseError("time: " + what + " duration " + quote(orig))
	}
	negative := false
	if s != "" && (s[0] == '-' || s[0] == '+') {
		negative = s[0] == '-'
		s = s[1:]
	}
	if s == "0" {
		return 0, nil
	}
	if s == "" {
		return bad("invalid")
	}
	var total uint64
	for s != "" {
		var whole, fraction uint64
		scale := 1.0
		i := 0
		for i < len(s) && '0' <= s[i] && s[i] <= '9' {
			if whole > 1<<63/10 {
				return bad("invalid")
			}
			whole = whole*10 + uint64(s[i]-'0')
			i++
		}
		any := i > 0
		if i < len(s) && s[i] == '.' {
			i++
			for i < len(s) && '0' <= s[i] && s[i] <= '9' {
				if fraction < 1<<63/10 {
					fraction = fraction*10 + uint64(s[i]-'0')
					scale *= 10
				}
				any = true
				i++
			}
		}
		if !any {
			return bad("invalid")
		}
		s = s[i:]
		i = 0
		for i < len(s) && s[i] != '.' && (s[i] < '0' || s[i] > '9') {
			i++
		}
		if i == 0 {
			return bad("missing unit in")
		}
		name := s[:i]
		s = s[i:]
		u, ok := unit(name)
		if !ok {
			return 0, parseError("time: unknown unit " + quote(name) + " in duration " + quote(orig))
		}
		if whole > uint64(1<<63)/uint64(u) {
			return bad("invalid")
		}
		whole *= uint64(u)
		if fraction > 0 {
			whole += uint64(float64(fraction) * (u / scale))
			if whole > 1<<63 {
				return bad("invalid")
			}
		}
		total += whole
		if total > 1<<63 {
			return bad("invalid")
		}
	}
	if negative {
		return -Duration(total), nil
	}
	if total > 1<<63-1 {
		return bad("invalid")
	}
	return Duration(total), nil
}

// quote puts s in quotes for a message.
func quote(s string) string {
	const digits = "0123456789abcdef"
	b := []byte{'"'}
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch {
		case c == '"' || c == '\\':
			b = append(b, '\\', c)
		case c < ' ' || c >= 0x80:
			b = append(b, '\\', 'x', digits[c>>4], digits[c&15])
		default:
			b = append(b, c)
		}
	}
	return string(append(b, '"'))
}

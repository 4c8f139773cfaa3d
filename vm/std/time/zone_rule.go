package time

// yearly is the day and the time of a year at which a zone changes.
type yearly struct {
	kind      byte // 'J': day 1 to 365, as if there were no February 29; 'M': day of the week, week and month; 0: day 0 to 365
	day       int
	week      int // of the month; 5: the last
	month     Month
	timeOfDay int // seconds, may be of another day
}

// ruleText is what is left of a rule as in the variable TZ of POSIX: "CET-1CEST,M3.5.0,M10.5.0/3".
type ruleText struct {
	s   string
	bad bool
}

// accept reads one byte if it comes next.
func (r *ruleText) accept(c byte) bool {
	if r.s == "" || r.s[0] != c {
		return false
	}
	r.s = r.s[1:]
	return true
}

func (r *ruleText) expect(c byte) { r.bad = !r.accept(c) || r.bad }

// split cuts off what comes before position i.
func (r *ruleText) split(i int) string {
	s := r.s[:i]
	r.s = r.s[i:]
	return s
}

// name reads the name of a zone: in angle brackets, or at least 3 bytes up to a digit, sign or comma.
func (r *ruleText) name() string {
	i := 0
	if r.accept('<') {
		for i < len(r.s) && r.s[i] != '>' {
			i++
		}
		name := r.split(i)
		r.expect('>')
		return name
	}
	for i < len(r.s) && r.s[i] != ',' && r.s[i] != '-' && r.s[i] != '+' && !isDigit(r.s, i) {
		i++
	}
	r.bad = r.bad || i < 3
	return r.split(i)
}

func (r *ruleText) number(min, max int) int {
	n, i := 0, 0
	for isDigit(r.s, i) && n <= max {
		n = n*10 + int(r.s[i]-'0')
		i++
	}
	r.bad = r.bad || i == 0 || n < min || n > max
	r.split(i)
	return n
}

// offset reads hours, minutes and seconds, with a sign.
func (r *ruleText) offset() int {
	sign := 1
	if !r.accept('+') && r.accept('-') {
		sign = -1
	}
	seconds := r.number(0, 24*7) * 3600
	if r.accept(':') {
		seconds += r.number(0, 59) * 60
		if r.accept(':') {
			seconds += r.number(0, 59)
		}
	}
	return sign * seconds
}

func (r *ruleText) yearly() (y yearly) {
	switch {
	case r.accept('J'):
		y.kind, y.day = 'J', r.number(1, 365)
	case r.accept('M'):
		y.kind, y.month = 'M', Month(r.number(1, 12))
		r.expect('.')
		y.week = r.number(1, 5)
		r.expect('.')
		y.day = r.number(0, 6)
	default:
		y.day = r.number(0, 365)
	}
	y.timeOfDay = 2 * 3600
	if r.accept('/') {
		y.timeOfDay = r.offset()
	}
	return y
}

// seconds returns when it is, in seconds since the year began in UTC, where the clock was offset ahead of that.
func (y yearly) seconds(year, offset int) int64 {
	day := y.day
	switch y.kind {
	case 'J':
		day--
		if isLeap(year) && day >= cumulative[February] {
			day++
		}
	case 'M':
		first := cumulative[y.month-1]
		if isLeap(year) && y.month > February {
			first++
		}
		// The days from the first of the month to the first such day of the week.
		weekday := int(dayOfWeek(absoluteDays(year, y.month, 1)))
		day = (y.day - weekday + 7) % 7
		for i := 1; i < y.week && day+7 < daysIn(y.month, year); i++ {
			day += 7
		}
		day += first
	}
	return int64(day)*secondsPerDay + int64(y.timeOfDay-offset)
}

// lookupRule returns what a rule says about a Unix time, if the rule is well formed. since is when the rule began to hold.
func lookupRule(rule string, since, unix int64) (z *zone, start, end int64, ok bool) {
	r := ruleText{s: rule}
	standard := &zone{name: r.name()}
	standard.offset = -r.offset()
	if r.bad {
		return nil, 0, 0, false
	}
	if r.s == "" || r.s[0] == ',' {
		return standard, since, forever, true
	}
	summer := &zone{name: r.name(), offset: standard.offset + 3600, dst: true}
	if r.s != "" && r.s[0] != ',' {
		summer.offset = -r.offset()
	}
	if r.s == "" {
		r.s = ",M3.2.0,M11.1.0"
	}
	if !r.accept(';') {
		r.expect(',')
	}
	begin := r.yearly()
	r.expect(',')
	finish := r.yearly()
	if r.bad || r.s != "" {
		return nil, 0, 0, false
	}
	year, _, _, yday := civil(uint64(unix+unixToInternal+internalToAbsolute) / secondsPerDay)
	second := int64(yday)*secondsPerDay + unix%secondsPerDay
	newYear := unix - second
	from, to := begin.seconds(year, standard.offset), finish.seconds(year, summer.offset)
	if to < from {
		from, to = to, from
		standard, summer = summer, standard
	}
	switch {
	case second < from:
		return standard, newYear, newYear + from, true
	case second >= to:
		return standard, newYear + to, newYear + 365*secondsPerDay, true
	}
	return summer, newYear + from, newYear + to, true
}

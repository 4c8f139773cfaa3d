package time

import "sync"

// zone is how far a clock is ahead of UTC for some time.
type zone struct {
	name   string // "CET"
	offset int    // seconds east of UTC
	dst    bool   // summer time
}

// change is when a zone of a Location begins.
type change struct {
	when int64 // Unix time
	zone *zone
}

// Location says how far local time is ahead of UTC, and since when.
type Location struct {
	name    string
	zones   []zone
	changes []change // by time; none: UTC
	rule    string   // what follows the last change, as in the variable TZ of POSIX

	// The span in which the Location was loaded, which is asked for most.
	recent     *zone
	start, end int64
}

// The bounds of a span that has none.
const (
	always  = -1 << 63
	forever = 1<<63 - 1
)

var (
	utcLocation   = Location{name: "UTC"}
	localLocation Location
	localOnce     sync.Once
	utcZone       = zone{name: "UTC"}
)

// UTC and the place of the system's clock.
var (
	UTC   *Location = &utcLocation
	Local *Location = &localLocation
)

func (l *Location) get() *Location {
	switch l {
	case nil:
		return &utcLocation
	case &localLocation:
		localOnce.Do(initLocal)
	}
	return l
}

func (l *Location) String() string { return l.get().name }

// Locations without a name for whole hours, one each, so that times in them may be compared with ==.
var (
	unnamed     [27]*Location
	unnamedOnce sync.Once
)

// FixedZone returns a Location that is always as far ahead of UTC.
func FixedZone(name string, offset int) *Location {
	hour := offset / 3600
	if name != "" || hour*3600 != offset || hour < -12 || hour > 14 {
		return fixedZone(name, offset)
	}
	unnamedOnce.Do(func() {
		for i := range unnamed {
			unnamed[i] = fixedZone("", (i-12)*3600)
		}
	})
	return unnamed[hour+12]
}

func fixedZone(name string, offset int) *Location {
	z := &zone{name: name, offset: offset}
	return &Location{name: name, zones: []zone{*z}, changes: []change{{always, z}}, recent: z, start: always, end: forever}
}

// lookup returns the zone at a Unix time, and the span in which it holds.
func (l *Location) lookup(unix int64) (z *zone, start, end int64) {
	l = l.get()
	switch {
	case len(l.zones) == 0:
		return &utcZone, always, forever
	case l.recent != nil && l.start <= unix && unix < l.end:
		return l.recent, l.start, l.end
	case unix < l.changes[0].when:
		return l.firstZone(), always, l.changes[0].when
	}
	low, high := 0, len(l.changes)
	end = forever
	for high-low > 1 {
		middle := int(uint(low+high) >> 1)
		if when := l.changes[middle].when; unix < when {
			high, end = middle, when
		} else {
			low = middle
		}
	}
	z, start = l.changes[low].zone, l.changes[low].when
	if high == len(l.changes) && l.rule != "" {
		if z, start, end, ok := lookupRule(l.rule, start, unix); ok {
			return z, start, end
		}
	}
	return z, start, end
}

// firstZone returns what holds before the first change: the first zone if no change begins it, else the last without summer time
// before that of the first change, else the first without it.
func (l *Location) firstZone() *zone {
	used, first := false, 0
	for _, c := range l.changes {
		used = used || c.zone == &l.zones[0]
	}
	if !used {
		return &l.zones[0]
	}
	for &l.zones[first] != l.changes[0].zone {
		first++
	}
	if l.zones[first].dst {
		for i := first - 1; i >= 0; i-- {
			if !l.zones[i].dst {
				return &l.zones[i]
			}
		}
	}
	for i := range l.zones {
		if !l.zones[i].dst {
			return &l.zones[i]
		}
	}
	return &l.zones[0]
}

// lookupName returns the offset of the zone of that name which a clock on the wall may show at a time; if there is none, of any zone of that name.
func (l *Location) lookupName(name string, unix int64) (offset int, ok bool) {
	l = l.get()
	for i := range l.zones {
		if l.zones[i].name == name {
			if z, _, _ := l.lookup(unix - int64(l.zones[i].offset)); z.name == name {
				return z.offset, true
			}
		}
	}
	for i := range l.zones {
		if l.zones[i].name == name {
			return l.zones[i].offset, true
		}
	}
	return 0, false
}

// LoadLocation returns a place of the system's time zone database: "Europe/Berlin".
func LoadLocation(name string) (*Location, error) {
	switch {
	case name == "" || name == "UTC":
		return UTC, nil
	case name == "Local":
		return Local, nil
	case name[0] == '/' || name[0] == '\\' || contains(name, ".."):
		return nil, parseError("time: invalid location name")
	}
	if dir, _ := lookupEnv("ZONEINFO"); dir != "" {
		if l, err := loadFrom(name, []string{dir + "/"}); err == nil {
			return l, nil
		}
	}
	return loadFrom(name, databases)
}

func contains(s, part string) bool {
	for i := range s {
		if hasPrefix(s[i:], part) {
			return true
		}
	}
	return false
}

var databases = []string{"/usr/share/zoneinfo/", "/usr/share/lib/zoneinfo/", "/usr/lib/locale/TZ/", "/etc/zoneinfo/"}

// initLocal finds the place of the system's clock: by the variable TZ, else by /etc/localtime.
func initLocal() {
	localLocation.name = "UTC"
	name, from := "Local", []string{"/etc/localtime"}
	file := ""
	if tz, ok := lookupEnv("TZ"); ok {
		if hasPrefix(tz, ":") {
			tz = tz[1:]
		}
		switch {
		case tz == "" || tz == "UTC":
			return
		case tz == "/etc/localtime":
		case tz[0] == '/':
			name, from = tz, []string{tz}
		default:
			name, file, from = tz, tz, databases
		}
	}
	if l, err := loadFrom(file, from); err == nil {
		localLocation = *l
		localLocation.name = name
	}
}

// loadFrom reads the first file of that name that is a time zone; the error is that of the first that is there.
func loadFrom(name string, folders []string) (*Location, error) {
	var problem error
	for _, folder := range folders {
		data, trouble := readZoneFile(folder + name)
		if trouble == "" {
			l, err := LoadLocationFromTZData(name, []byte(data))
			if err == nil {
				return l, nil
			}
			trouble = err.Error()
		}
		if problem == nil && trouble != "no such file or directory" {
			problem = parseError(trouble)
		}
	}
	if embeddedZone != nil && name != "" {
		if data, err := embeddedZone(name); err == nil {
			return LoadLocationFromTZData(name, []byte(data))
		}
	}
	if problem == nil {
		problem = parseError("unknown time zone " + name)
	}
	return nil, problem
}

// embeddedZone returns the file of a zone from package time/tzdata, nil if the program does not import that.
var embeddedZone func(name string) (string, error)

// registerLoadFromEmbeddedTZData is what package time/tzdata calls.
func registerLoadFromEmbeddedTZData(load func(name string) (string, error)) { embeddedZone = load }

// readZoneFile returns what is in a file, or the system's words for why it cannot be read.
func readZoneFile(path string) (data, trouble string)

func lookupEnv(key string) (string, bool)

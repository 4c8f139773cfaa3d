package time

// zoneData reads a file of the time zone database (RFC 8536).
type zoneData struct {
	data []byte
	bad  bool // it ended too early
}

func (d *zoneData) take(n int) []byte {
	if n < 0 || n > len(d.data) {
		d.data, d.bad = nil, true
		return nil
	}
	b := d.data[:n]
	d.data = d.data[n:]
	return b
}

// bigEndian returns the number in some bytes.
func bigEndian(b []byte) (u uint64) {
	for _, c := range b {
		u = u<<8 | uint64(c)
	}
	return u
}

// zoneHeader is the counts in a header, in their order there.
type zoneHeader struct {
	utc, standard, leaps, changes, zones, names int
}

func (d *zoneData) header() (version byte, h zoneHeader) {
	start := d.take(20)
	counts := d.take(24)
	if d.bad || string(start[:4]) != "TZif" {
		d.bad = true
		return 0, h
	}
	count := func(i int) int { return int(bigEndian(counts[4*i : 4*i+4])) }
	return start[4], zoneHeader{count(0), count(1), count(2), count(3), count(4), count(5)}
}

// LoadLocationFromTZData returns a Location that has the given name and is described by a file of the time zone database.
func LoadLocationFromTZData(name string, data []byte) (*Location, error) {
	d := zoneData{data: data}
	version, h := d.header()
	size := 4
	switch version {
	case 0:
	case '2', '3':
		// All of it comes again with times of 8 bytes.
		d.take(h.changes*5 + h.zones*6 + h.names + h.leaps*8 + h.standard + h.utc)
		_, h = d.header()
		size = 8
	default:
		d.bad = true
	}
	times := d.take(h.changes * size)
	indices := d.take(h.changes)
	zones := d.take(h.zones * 6)
	names := d.take(h.names)
	d.take(h.leaps*(size+4) + h.standard + h.utc)
	l := &Location{name: name, zones: make([]zone, len(zones)/6)}
	for i := range l.zones {
		z := zones[6*i : 6*i+6]
		d.bad = d.bad || int(z[5]) >= len(names)
		if !d.bad {
			l.zones[i] = zone{zeroEnded(names[z[5]:]), int(int32(bigEndian(z[:4]))), z[4] != 0}
		}
	}
	for i, index := range indices {
		d.bad = d.bad || int(index) >= len(l.zones)
		if !d.bad {
			when := int64(bigEndian(times[size*i : size*i+size]))
			if size == 4 {
				when = int64(int32(when))
			}
			l.changes = append(l.changes, change{when, &l.zones[index]})
		}
	}
	if d.bad || len(l.zones) == 0 {
		return nil, parseError("malformed time zone information")
	}
	if len(l.changes) == 0 {
		l.changes = []change{{always, &l.zones[0]}}
	}
	if rest := d.data; len(rest) > 2 && rest[0] == '\n' && rest[len(rest)-1] == '\n' {
		l.rule = string(rest[1 : len(rest)-1])
	}
	wall, _ := now()
	l.recent, l.start, l.end = l.lookup(floorDiv(wall, 1e9))
	return l, nil
}

func zeroEnded(b []byte) string {
	for i, c := range b {
		if c == 0 {
			return string(b[:i])
		}
	}
	return string(b)
}

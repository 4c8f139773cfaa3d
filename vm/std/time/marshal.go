package time

// MarshalText returns the time as in RFC 3339, with nanoseconds.
func (t Time) MarshalText() ([]byte, error) { return t.appendStrict(nil, "Time.MarshalText: ") }

// AppendText is MarshalText to the end of b.
func (t Time) AppendText(b []byte) ([]byte, error) { return t.appendStrict(b, "Time.AppendText: ") }

// MarshalJSON returns the time as in RFC 3339, in quotes.
func (t Time) MarshalJSON() ([]byte, error) {
	b, err := t.appendStrict([]byte{'"'}, "Time.MarshalJSON: ")
	if err != nil {
		return nil, err
	}
	return append(b, '"'), nil
}

// appendStrict fails for what RFC 3339 has no words for.
func (t Time) appendStrict(b []byte, who string) ([]byte, error) {
	_, offset := t.zone()
	if year := t.Year(); year < 0 || year > 9999 {
		return nil, parseError(who + "year outside of range [0,9999]")
	}
	if offset <= -24*3600 || offset >= 24*3600 {
		return nil, parseError(who + "timezone hour outside of range [0,23]")
	}
	return t.AppendFormat(b, RFC3339Nano), nil
}

// UnmarshalText reads what MarshalText made.
func (t *Time) UnmarshalText(data []byte) (err error) {
	*t, err = Parse(RFC3339, string(data))
	return err
}

// UnmarshalJSON reads what MarshalJSON made; null changes nothing.
func (t *Time) UnmarshalJSON(data []byte) error {
	if string(data) == "null" {
		return nil
	}
	if len(data) < 2 || data[0] != '"' || data[len(data)-1] != '"' {
		return parseError("Time.UnmarshalJSON: input is not a JSON string")
	}
	return t.UnmarshalText(data[1 : len(data)-1])
}

// Versions of the binary form: with an offset in minutes, or with seconds besides.
const (
	binaryMinutes = 1
	binarySeconds = 2
)

// AppendBinary appends a version, 8 bytes of seconds since year 1, 4 of nanoseconds, 2 of the offset in minutes (-1: UTC), and the
// seconds of the offset if there are some.
func (t Time) AppendBinary(b []byte) ([]byte, error) {
	version, minutes, seconds := byte(binaryMinutes), -1, 0
	if t.Location() != UTC {
		_, offset := t.zone()
		minutes, seconds = offset/60, offset%60
		if seconds != 0 {
			version = binarySeconds
		}
		if minutes < -32768 || minutes == -1 || minutes > 32767 {
			return b, parseError("Time.MarshalBinary: unexpected zone offset")
		}
	}
	b = append(b, version)
	for shift := 56; shift >= 0; shift -= 8 {
		b = append(b, byte(t.sec>>shift))
	}
	for shift := 24; shift >= 0; shift -= 8 {
		b = append(b, byte(t.nsec>>shift))
	}
	b = append(b, byte(minutes>>8), byte(minutes))
	if version == binarySeconds {
		b = append(b, byte(seconds))
	}
	return b, nil
}

// MarshalBinary returns what AppendBinary appends.
func (t Time) MarshalBinary() ([]byte, error) {
	b, err := t.AppendBinary(nil)
	if err != nil {
		return nil, err
	}
	return b, nil
}

// UnmarshalBinary reads what MarshalBinary made.
func (t *Time) UnmarshalBinary(data []byte) error {
	switch {
	case len(data) == 0:
		return parseError("Time.UnmarshalBinary: no data")
	case data[0] != binaryMinutes && data[0] != binarySeconds:
		return parseError("Time.UnmarshalBinary: unsupported version")
	case len(data) != 14+int(data[0]):
		return parseError("Time.UnmarshalBinary: invalid length")
	}
	nsec := int32(bigEndian(data[9:13]))
	*t = Time{sec: int64(bigEndian(data[1:9])), nsec: nsec & (1<<30 - 1)}
	if nsec < 0 { // no time has that; the seconds are then in the bits above, as in Go
		t.sec = wallToInternal + int64(nsec)>>30&(1<<33-1)
	}
	offset := int(int16(bigEndian(data[13:15]))) * 60
	if data[0] == binarySeconds {
		offset += int(data[15])
	}
	switch z, _, _ := Local.lookup(t.Unix()); {
	case offset == -60:
	case offset == z.offset:
		t.setLocation(Local)
	default:
		t.setLocation(FixedZone("", offset))
	}
	return nil
}

// GobEncode and GobDecode are for package encoding/gob.
func (t Time) GobEncode() ([]byte, error)   { return t.MarshalBinary() }
func (t *Time) GobDecode(data []byte) error { return t.UnmarshalBinary(data) }

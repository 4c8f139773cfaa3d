package slog

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"sync/atomic"
)

// Level is how important a message is. Between the named ones there is room for others.
type Level int

const (
	LevelDebug Level = -4
	LevelInfo  Level = 0
	LevelWarn  Level = 4
	LevelError Level = 8
)

// String returns the name of the level, or of the one below and the difference: "INFO+2".
func (l Level) String() string {
	name, base := "DEBUG", LevelDebug
	switch {
	case l >= LevelError:
		name, base = "ERROR", LevelError
	case l >= LevelWarn:
		name, base = "WARN", LevelWarn
	case l >= LevelInfo:
		name, base = "INFO", LevelInfo
	}
	if l == base {
		return name
	}
	return fmt.Sprintf("%s%+d", name, int(l-base))
}

func (l Level) MarshalJSON() ([]byte, error)        { return strconv.AppendQuote(nil, l.String()), nil }
func (l Level) AppendText(b []byte) ([]byte, error) { return append(b, l.String()...), nil }
func (l Level) MarshalText() ([]byte, error)        { return l.AppendText(nil) }
func (l *Level) UnmarshalText(data []byte) error    { return l.parse(string(data)) }
func (l *Level) UnmarshalJSON(data []byte) error {
	s, err := strconv.Unquote(string(data))
	if err != nil {
		return err
	}
	return l.parse(s)
}

func (l *Level) parse(s string) (err error) {
	defer func() {
		if err != nil {
			err = fmt.Errorf("slog: level string %q: %w", s, err)
		}
	}()
	name, offset := s, 0
	if i := strings.IndexAny(s, "+-"); i >= 0 {
		name = s[:i]
		if offset, err = strconv.Atoi(s[i:]); err != nil {
			return err
		}
	}
	for _, level := range []Level{LevelDebug, LevelInfo, LevelWarn, LevelError} {
		if strings.EqualFold(name, level.String()) {
			*l = level + Level(offset)
			return nil
		}
	}
	return errors.New("unknown name")
}

// Level makes a Level a Leveler.
func (l Level) Level() Level { return l }

// Leveler gives a level, which may change.
type Leveler interface {
	Level() Level
}

// LevelVar is a level that goroutines may set and read. It begins as LevelInfo.
type LevelVar struct{ val atomic.Int64 }

func (v *LevelVar) Level() Level   { return Level(v.val.Load()) }
func (v *LevelVar) Set(l Level)    { v.val.Store(int64(l)) }
func (v *LevelVar) String() string { return fmt.Sprintf("LevelVar(%s)", v.Level()) }

func (v *LevelVar) AppendText(b []byte) ([]byte, error) { return v.Level().AppendText(b) }
func (v *LevelVar) MarshalText() ([]byte, error)        { return v.AppendText(nil) }
func (v *LevelVar) UnmarshalText(data []byte) error {
	var l Level
	if err := l.UnmarshalText(data); err != nil {
		return err
	}
	v.Set(l)
	return nil
}

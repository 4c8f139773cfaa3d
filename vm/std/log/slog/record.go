package slog

import (
	"runtime"
	"time"
)

// Record is what a message is logged with.
type Record struct {
	Time    time.Time
	Message string
	Level   Level
	PC      uintptr // of the call that logs; 0: unknown
	attrs   []Attr
}

// NewRecord returns a Record without attributes.
func NewRecord(t time.Time, level Level, msg string, pc uintptr) Record {
	return Record{Time: t, Message: msg, Level: level, PC: pc}
}

// Clone returns a copy that shares nothing with r.
func (r Record) Clone() Record {
	r.attrs = append([]Attr(nil), r.attrs...)
	return r
}

func (r Record) NumAttrs() int { return len(r.attrs) }

// Attrs calls f with each attribute, until it returns false.
func (r Record) Attrs(f func(Attr) bool) {
	for _, a := range r.attrs {
		if !f(a) {
			return
		}
	}
}

// AddAttrs adds attributes that are no empty groups.
func (r *Record) AddAttrs(attrs ...Attr) {
	r.attrs = r.attrs[:len(r.attrs):len(r.attrs)]
	for _, a := range attrs {
		if !isEmptyGroup(a.Value) {
			r.attrs = append(r.attrs, a)
		}
	}
}

// Add adds attributes that args give as those of Logger.Log.
func (r *Record) Add(args ...any) { r.AddAttrs(attrsOf(args)...) }

// Source is a place in the program.
type Source struct {
	Function string `json:"function"`
	File     string `json:"file"`
	Line     int    `json:"line"`
}

func (s *Source) attrs() []Attr {
	var as []Attr
	if s.Function != "" {
		as = append(as, String("function", s.Function))
	}
	if s.File != "" {
		as = append(as, String("file", s.File))
	}
	if s.Line != 0 {
		as = append(as, Int("line", s.Line))
	}
	return as
}

// Source returns where the message was logged, nil if that is unknown.
func (r Record) Source() *Source {
	if r.PC == 0 {
		return nil
	}
	frame, _ := runtime.CallersFrames([]uintptr{r.PC}).Next()
	return &Source{frame.Function, frame.File, frame.Line}
}

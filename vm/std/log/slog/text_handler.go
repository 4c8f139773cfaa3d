package slog

import (
	"context"
	"encoding"
	"fmt"
	"io"
	"reflect"
	"strconv"
	"unicode"
	"unicode/utf8"
)

// TextHandler writes each record as a line of key=value.
type TextHandler struct{ h *common }

// NewTextHandler returns one that writes to w. opts may be nil.
func NewTextHandler(w io.Writer, opts *HandlerOptions) *TextHandler {
	return &TextHandler{newCommon(w, opts, false)}
}

func (h *TextHandler) Enabled(_ context.Context, level Level) bool { return h.h.enabled(level) }
func (h *TextHandler) Handle(_ context.Context, r Record) error    { return h.h.handle(r) }
func (h *TextHandler) WithAttrs(attrs []Attr) Handler              { return &TextHandler{h.h.withAttrs(attrs)} }
func (h *TextHandler) WithGroup(name string) Handler {
	if name == "" {
		return h
	}
	return &TextHandler{h.h.withGroup(name)}
}

func appendTextValue(b []byte, v Value) ([]byte, error) {
	switch v.Kind() {
	case KindString:
		return appendText(b, v.String()), nil
	case KindTime:
		return appendTextTime(b, v.Time()), nil
	case KindAny:
		if tm, ok := v.any.(encoding.TextMarshaler); ok {
			data, err := tm.MarshalText()
			if err != nil {
				return b, err
			}
			return appendText(b, string(data)), nil
		}
		if t := reflect.TypeOf(v.any); t != nil && t.Kind() == reflect.Slice && t.Elem().Kind() == reflect.Uint8 {
			return strconv.AppendQuote(b, string(reflect.ValueOf(v.any).Bytes())), nil
		}
		return appendText(b, fmt.Sprintf("%+v", v.Any())), nil
	}
	return v.append(b), nil
}

// appendText appends a key or a value, in quotes if it needs some.
func appendText(b []byte, s string) []byte {
	if needsQuoting(s) {
		return strconv.AppendQuote(b, s)
	}
	return append(b, s...)
}

func needsQuoting(s string) bool {
	if s == "" {
		return true
	}
	for i := 0; i < len(s); {
		if c := s[i]; c < utf8.RuneSelf {
			if c <= ' ' || c == '"' || c == '=' {
				return true
			}
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		if r == utf8.RuneError || unicode.IsSpace(r) || !unicode.IsPrint(r) {
			return true
		}
		i += size
	}
	return false
}

package slog

import (
	"fmt"
	"math"
	"reflect"
	"runtime"
	"strconv"
	"time"
)

// Value is a value of any type. Those of the kinds below need no allocation.
type Value struct {
	_   [0]func() // values are compared with Equal
	num uint64    // numbers, durations, and 1 for true
	any any       // a Kind, what num is; or one of the types below; or the value
}

type (
	text     string
	group    []Attr
	instant  time.Time
	kindHere Kind // a value that is itself a Kind
)

// Kind is the kind of a Value.
type Kind int

const (
	KindAny Kind = iota
	KindBool
	KindDuration
	KindFloat64
	KindInt64
	KindString
	KindTime
	KindUint64
	KindGroup
	KindLogValuer
)

func (k Kind) String() string {
	names := [...]string{"Any", "Bool", "Duration", "Float64", "Int64", "String", "Time", "Uint64", "Group", "LogValuer"}
	if k >= 0 && int(k) < len(names) {
		return names[k]
	}
	return "<unknown slog.Kind>"
}

// LogValuer is a type that says what is logged for its values.
type LogValuer interface {
	LogValue() Value
}

func StringValue(value string) Value { return Value{any: text(value)} }
func IntValue(v int) Value           { return Int64Value(int64(v)) }
func Int64Value(v int64) Value       { return Value{num: uint64(v), any: KindInt64} }
func Uint64Value(v uint64) Value     { return Value{num: v, any: KindUint64} }
func Float64Value(v float64) Value   { return Value{num: math.Float64bits(v), any: KindFloat64} }
func DurationValue(v time.Duration) Value {
	return Value{num: uint64(v.Nanoseconds()), any: KindDuration}
}

func BoolValue(v bool) Value {
	if v {
		return Value{num: 1, any: KindBool}
	}
	return Value{any: KindBool}
}

// TimeValue returns a Value of a time without its monotonic part.
func TimeValue(v time.Time) Value { return Value{any: instant(v.Round(0))} }

// GroupValue returns a Value of attributes. Those that are empty groups are left out.
func GroupValue(as ...Attr) Value {
	kept := as
	for i, a := range as {
		if isEmptyGroup(a.Value) {
			kept = append([]Attr(nil), as[:i]...)
			for _, a := range as[i:] {
				if !isEmptyGroup(a.Value) {
					kept = append(kept, a)
				}
			}
			break
		}
	}
	return Value{any: group(kept)}
}

func isEmptyGroup(v Value) bool {
	attrs, ok := v.any.(group)
	return ok && len(attrs) == 0
}

// AnyValue returns a Value of the kind that fits v.
func AnyValue(v any) Value {
	switch v := v.(type) {
	case string:
		return StringValue(v)
	case int:
		return Int64Value(int64(v))
	case uint:
		return Uint64Value(uint64(v))
	case int64:
		return Int64Value(v)
	case uint64:
		return Uint64Value(v)
	case bool:
		return BoolValue(v)
	case time.Duration:
		return DurationValue(v)
	case time.Time:
		return TimeValue(v)
	case uint8:
		return Uint64Value(uint64(v))
	case uint16:
		return Uint64Value(uint64(v))
	case uint32:
		return Uint64Value(uint64(v))
	case uintptr:
		return Uint64Value(uint64(v))
	case int8:
		return Int64Value(int64(v))
	case int16:
		return Int64Value(int64(v))
	case int32:
		return Int64Value(int64(v))
	case float64:
		return Float64Value(v)
	case float32:
		return Float64Value(float64(v))
	case []Attr:
		return GroupValue(v...)
	case Kind:
		return Value{any: kindHere(v)}
	case Value:
		return v
	}
	return Value{any: v}
}

func (v Value) Kind() Kind {
	switch x := v.any.(type) {
	case Kind:
		return x
	case text:
		return KindString
	case instant:
		return KindTime
	case group:
		return KindGroup
	case LogValuer:
		return KindLogValuer
	}
	return KindAny
}

// Any returns the value as an interface.
func (v Value) Any() any {
	switch v.Kind() {
	case KindInt64:
		return int64(v.num)
	case KindUint64:
		return v.num
	case KindFloat64:
		return v.float()
	case KindBool:
		return v.num == 1
	case KindDuration:
		return time.Duration(v.num)
	case KindString:
		return string(v.any.(text))
	case KindTime:
		return time.Time(v.any.(instant))
	case KindGroup:
		return []Attr(v.any.(group))
	}
	if k, ok := v.any.(kindHere); ok {
		return Kind(k)
	}
	return v.any
}

func (v Value) float() float64 { return math.Float64frombits(v.num) }

// must panics unless v is of a kind.
func (v Value) must(want Kind) {
	if got := v.Kind(); got != want {
		panic(fmt.Sprintf("Value kind is %s, not %s", got, want))
	}
}

func (v Value) Int64() int64 {
	v.must(KindInt64)
	return int64(v.num)
}

func (v Value) Uint64() uint64 {
	v.must(KindUint64)
	return v.num
}

func (v Value) Bool() bool {
	v.must(KindBool)
	return v.num == 1
}

func (v Value) Duration() time.Duration {
	v.must(KindDuration)
	return time.Duration(v.num)
}

func (v Value) Float64() float64 {
	v.must(KindFloat64)
	return v.float()
}

func (v Value) Time() time.Time {
	v.must(KindTime)
	return time.Time(v.any.(instant))
}

func (v Value) LogValuer() LogValuer { return v.any.(LogValuer) }

func (v Value) Group() []Attr {
	if attrs, ok := v.any.(group); ok {
		return attrs
	}
	panic("Group: bad kind")
}

// String returns the value as text, as fmt.Sprint does.
func (v Value) String() string {
	if s, ok := v.any.(text); ok {
		return string(s)
	}
	return string(v.append(nil))
}

// append appends the value as text.
func (v Value) append(b []byte) []byte {
	switch v.Kind() {
	case KindString:
		return append(b, v.any.(text)...)
	case KindInt64:
		return strconv.AppendInt(b, int64(v.num), 10)
	case KindUint64:
		return strconv.AppendUint(b, v.num, 10)
	case KindFloat64:
		return strconv.AppendFloat(b, v.float(), 'g', -1, 64)
	case KindBool:
		return strconv.AppendBool(b, v.num == 1)
	case KindDuration:
		return append(b, time.Duration(v.num).String()...)
	case KindTime:
		return append(b, v.Time().String()...)
	case KindGroup:
		return fmt.Append(b, v.Group())
	}
	return fmt.Append(b, v.Any())
}

// Equal reports whether two values are of one kind and equal. It panics if they cannot be compared.
func (v Value) Equal(w Value) bool {
	if v.Kind() != w.Kind() {
		return false
	}
	switch v.Kind() {
	case KindInt64, KindUint64, KindBool, KindDuration:
		return v.num == w.num
	case KindFloat64:
		return v.float() == w.float()
	case KindString:
		return v.any == w.any
	case KindTime:
		return v.Time().Equal(w.Time())
	case KindGroup:
		a, b := v.Group(), w.Group()
		if len(a) != len(b) {
			return false
		}
		for i := range a {
			if !a[i].Equal(b[i]) {
				return false
			}
		}
		return true
	}
	return v.any == w.any
}

const mostLogValues = 100 // that Resolve asks one after another

// Resolve asks LogValuers until the value is none. A panic of theirs becomes an error as the value.
func (v Value) Resolve() (resolved Value) {
	orig := v
	defer func() {
		if r := recover(); r != nil {
			resolved = AnyValue(fmt.Errorf("LogValue panicked\n%s", callers(3, 5)))
		}
	}()
	for i := 0; i < mostLogValues; i++ {
		if v.Kind() != KindLogValuer {
			return v
		}
		v = v.LogValuer().LogValue()
	}
	return AnyValue(fmt.Errorf("LogValue called too many times on Value of type %T", orig.Any()))
}

// callers returns some calls of the stack as text.
func callers(skip, count int) string {
	pcs := make([]uintptr, count)
	frames := runtime.CallersFrames(pcs[:runtime.Callers(skip, pcs)])
	s := ""
	for {
		frame, more := frames.Next()
		s += fmt.Sprintf("called from %s (%s:%d)\n", frame.Function, frame.File, frame.Line)
		if !more {
			return s + "(rest of stack elided)\n"
		}
	}
}

// isNil reports whether x holds a nil pointer.
func isNil(x any) bool {
	v := reflect.ValueOf(x)
	return v.Kind() == reflect.Pointer && v.IsNil()
}

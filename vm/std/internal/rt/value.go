// Package rt lets the standard library look into values of any type: the small core on which fmt, sort.Slice and reflect stand.
//
// A Value is a type descriptor and the address of a value of that type. Its methods without a body are written in C.
package rt

import "unsafe"

// The kinds, with reflect's numbers.
const (
	Invalid = iota
	Bool
	Int
	Int8
	Int16
	Int32
	Int64
	Uint
	Uint8
	Uint16
	Uint32
	Uint64
	Uintptr
	Float32
	Float64
	Complex64
	Complex128
	Array
	Chan
	Func
	Interface
	Map
	Pointer
	Slice
	String
	Struct
	UnsafePointer
)

// Value is a value of any type. The zero Value stands for no value, such as what a nil interface holds.
type Value struct {
	typ unsafe.Pointer // its type descriptor
	ptr unsafe.Pointer // where it is
	ro  bool           // reached through an unexported field: methods must not be called on it
}

// ValueOf returns what x holds.
func ValueOf(x any) Value

// Reflected returns the value that x, a reflect.Value, holds, and whether x is one. Package reflect sets it, so that fmt need not import that.
var Reflected func(x any) (v Value, ok bool)

// At returns the value of the type with that descriptor at an address.
func At(typ, ptr unsafe.Pointer, ro bool) Value { return Value{typ, ptr, ro} }

// Kind returns the kind of v's type.
func (v Value) Kind() int {
	if v.typ == nil {
		return Invalid
	}
	return typeKind(v.typ)
}

// TypeString returns the name of v's type as %T prints it.
func (v Value) TypeString() string { return typeString(v.typ) }

// ElemKind returns the kind of the elements of v's type: arrays, slices, pointers, maps, channels.
func (v Value) ElemKind() int { return typeKind(typeElem(v.typ)) }

// IsValid reports whether there is a value.
func (v Value) IsValid() bool { return v.typ != nil }

// CanInterface reports whether Interface may be called.
func (v Value) CanInterface() bool { return v.typ != nil && !v.ro }

// Interface returns v as an interface value.
func (v Value) Interface() any { return pack(v.typ, v.ptr) }

// Len returns the length of an array, slice, string, map or channel.
func (v Value) Len() int

// Index returns element i of an array, slice or string.
func (v Value) Index(i int) Value

// NumField returns the number of fields of a struct.
func (v Value) NumField() int { return typeNumField(v.typ) }

// Field returns field i of a struct.
func (v Value) Field(i int) Value

// FieldName returns the name of field i of a struct.
func (v Value) FieldName(i int) string { return typeFieldName(v.typ, i) }

// Elem returns what an interface holds or a pointer points to; no value if it is nil.
func (v Value) Elem() Value

// Bool, Int, Uint, Float, Complex and String return the value of that kind.
func (v Value) Bool() bool
func (v Value) Int() int64
func (v Value) Uint() uint64
func (v Value) Float() float64
func (v Value) String() string

// Complex returns a complex value.
func (v Value) Complex() complex128 {
	re, im := complexParts(v)
	return complex(re, im)
}

// Bytes returns the bytes of a slice or array of bytes; a slice is not copied.
func (v Value) Bytes() []byte

// IsNil reports whether a channel, func, interface, map, pointer or slice is nil.
func (v Value) IsNil() bool

// Pointer returns the address that a channel, func, map, pointer, slice or unsafe.Pointer holds.
func (v Value) Pointer() uintptr

// MapEntries returns the keys and values of a map, sorted as fmt prints them.
func (v Value) MapEntries() (keys, values []Value) {
	keys, values = mapEntries(v)
	sortEntries(keys, values)
	return keys, values
}

// SetInt, SetUint, SetFloat, SetBool and SetString store into the variable that v, the Elem of a pointer, stands for.
func (v Value) SetInt(x int64)
func (v Value) SetUint(x uint64)
func (v Value) SetFloat(x float64)
func (v Value) SetString(s string)
func (v Value) SetBool(x bool)

// SetComplex and SetBytes store into a complex variable and into one of a type of slices of bytes.
func (v Value) SetComplex(x complex128) { setComplex(v, real(x), imag(x)) }
func (v Value) SetBytes(b []byte)

// Bytes returns the bytes of s, which must not be written to.
func Bytes(s string) []byte

// Size returns the bytes of a value of v's type.
func (v Value) Size() int { return typeSize(v.typ) }

// ValueError is what a function panics with that is asked for something which a kind of values does not have.
type ValueError struct {
	Method string
	Kind   int
}

var kindNames = [...]string{"zero", "bool", "int", "int8", "int16", "int32", "int64", "uint", "uint8", "uint16", "uint32", "uint64", "uintptr", "float32", "float64",
	"complex64", "complex128", "array", "chan", "func", "interface", "map", "ptr", "slice", "string", "struct", "unsafe.Pointer"}

func (e *ValueError) Error() string {
	return "reflect: call of " + e.Method + " on " + kindNames[e.Kind] + " Value"
}

// Swapper returns a function that swaps two elements of a slice.
func Swapper(slice any) func(i, j int) {
	v := ValueOf(slice)
	if v.Kind() != Slice {
		panic(&ValueError{"Swapper", v.Kind()})
	}
	return swapper(v)
}

// Len returns the length of what is in x.
func Len(x any) int {
	v := ValueOf(x)
	switch v.Kind() {
	case Array, Chan, Map, Slice, String:
		return v.Len()
	}
	panic(&ValueError{"reflect.Value.Len", v.Kind()})
}

// TypeString returns the name of x's dynamic type, "<nil>" for none.
func TypeString(x any) string {
	v := ValueOf(x)
	if v.typ == nil {
		return "<nil>"
	}
	return typeString(v.typ)
}

// AssignTo assigns x to what the pointer target points to, if the types allow it, and reports whether it did. For errors.As.
func AssignTo(x any, target any) bool

// Comparable reports whether x can be compared with == without a panic.
func Comparable(x any) bool

// SameType reports whether x and y have the same dynamic type.
func SameType(x, y any) bool { return ValueOf(x).typ == ValueOf(y).typ }

// TargetKind says for errors.As what its target points to: 0 no pointer or nil, 1 an interface, 2 a type that implements error, 3 another type.
func TargetKind(target any) int

func typeKind(typ unsafe.Pointer) int
func typeString(typ unsafe.Pointer) string
func typeElem(typ unsafe.Pointer) unsafe.Pointer
func typeNumField(typ unsafe.Pointer) int
func typeFieldName(typ unsafe.Pointer, i int) string
func typeSize(typ unsafe.Pointer) int
func pack(typ, ptr unsafe.Pointer) any
func complexParts(v Value) (re, im float64)
func setComplex(v Value, re, im float64)
func mapEntries(v Value) (keys, values []Value)

// swapper returns a closure in C over the slice.
func swapper(v Value) func(i, j int)

// sortEntries orders map entries by key: the order that fmt promises. Merge sort, as equal keys (NaN) may keep any order but each must stay.
func sortEntries(keys, values []Value) {
	n := len(keys)
	if n < 2 {
		return
	}
	mid := n / 2
	sortEntries(keys[:mid], values[:mid])
	sortEntries(keys[mid:], values[mid:])
	if compare(keys[mid-1], keys[mid]) <= 0 {
		return
	}
	k := append([]Value(nil), keys[:mid]...)
	w := append([]Value(nil), values[:mid]...)
	i, j, out := 0, mid, 0
	for i < len(k) {
		if j < n && compare(keys[j], k[i]) < 0 {
			keys[out], values[out] = keys[j], values[j]
			j++
		} else {
			keys[out], values[out] = k[i], w[i]
			i++
		}
		out++
	}
}

func order(less, greater bool) int {
	if less {
		return -1
	}
	if greater {
		return 1
	}
	return 0
}

func compareFloats(a, b float64) int {
	switch {
	case a != a:
		if b != b {
			return 0
		}
		return -1
	case b != b:
		return 1
	}
	return order(a < b, a > b)
}

// compare orders two keys of one type: numbers by value, NaN first, strings by bytes, false before true, pointers and channels by address, structs and arrays
// by their parts, interfaces by type and then value with nil first.
func compare(a, b Value) int {
	switch k := a.Kind(); k {
	case Int, Int8, Int16, Int32, Int64:
		x, y := a.Int(), b.Int()
		return order(x < y, x > y)
	case Uint, Uint8, Uint16, Uint32, Uint64, Uintptr:
		x, y := a.Uint(), b.Uint()
		return order(x < y, x > y)
	case String:
		x, y := a.String(), b.String()
		return order(x < y, x > y)
	case Float32, Float64:
		return compareFloats(a.Float(), b.Float())
	case Complex64, Complex128:
		x, y := a.Complex(), b.Complex()
		if c := compareFloats(real(x), real(y)); c != 0 {
			return c
		}
		return compareFloats(imag(x), imag(y))
	case Bool:
		x, y := a.Bool(), b.Bool()
		return order(!x && y, x && !y)
	case Pointer, Chan, UnsafePointer:
		x, y := a.Pointer(), b.Pointer()
		return order(x < y, x > y)
	case Struct:
		for i := 0; i < a.NumField(); i++ {
			if c := compare(a.Field(i), b.Field(i)); c != 0 {
				return c
			}
		}
	case Array:
		for i := 0; i < a.Len(); i++ {
			if c := compare(a.Index(i), b.Index(i)); c != 0 {
				return c
			}
		}
	case Interface:
		if a.IsNil() || b.IsNil() {
			return order(a.IsNil() && !b.IsNil(), !a.IsNil() && b.IsNil())
		}
		x, y := a.Elem(), b.Elem()
		if x.typ != y.typ {
			return order(uintptr(x.typ) < uintptr(y.typ), true)
		}
		return compare(x, y)
	}
	return 0
}

// CloneString copies a string, so that an error does not keep a large text alive.
func CloneString(s string) string { return string([]byte(s)) }

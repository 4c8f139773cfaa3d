package reflect

import (
	"internal/rt"
	"unsafe"
)

func init() { rt.Reflected = reflected }

// reflected returns for package fmt the value that x holds, if x is a Value.
func reflected(x any) (rt.Value, bool) {
	v, ok := x.(Value)
	if !ok || v.typ == nil {
		return rt.Value{}, ok
	}
	if v.flag&flagMethod != 0 {
		v = v.bound("String")
	}
	return rt.At(unsafe.Pointer(v.typ), v.address(), v.flag&flagRO != 0), true
}

// Value is a value of any type. The zero Value stands for no value: its methods but IsValid, Kind and String panic.
type Value struct {
	typ *rtype
	// The value itself if it is one pointer and flagIndirect is not set; else its address.
	ptr  unsafe.Pointer
	flag flag
}

// flag holds a Value's kind in the low bits, then what may be done with it, and of a method value the method's index.
type flag uintptr

const (
	flagKind     flag = 31
	flagStickyRO flag = 1 << 5 // reached through an unexported field that is not embedded
	flagEmbedRO  flag = 1 << 6 // reached through an unexported embedded field
	flagIndirect flag = 1 << 7 // ptr is the value's address
	flagAddr     flag = 1 << 8 // the value is a variable
	flagMethod   flag = 1 << 9 // a method of the value
	flagRO       flag = flagStickyRO | flagEmbedRO
	methodShift       = 10
)

// ro returns the flag of what is reached through f: unexported once, unexported for good.
func (f flag) ro() flag {
	if f&flagRO != 0 {
		return flagStickyRO
	}
	return 0
}

// ValueOf returns what x holds; the zero Value for nil.
func ValueOf(x any) Value

func box(t *rtype, at unsafe.Pointer) any
func join(t *rtype, data unsafe.Pointer) any
func held(t *rtype, at unsafe.Pointer) any
func setInterface(t *rtype, at unsafe.Pointer, x any) bool
func newObject(t *rtype) unsafe.Pointer
func move(t *rtype, to, from unsafe.Pointer)
func zero(t *rtype, at unsafe.Pointer)

// ValueError is what a method of Value panics with that the value's kind does not have.
type ValueError struct {
	Method string
	Kind   Kind
}

func (e *ValueError) Error() string {
	if e.Kind == 0 {
		return "reflect: call of " + e.Method + " on zero Value"
	}
	return "reflect: call of " + e.Method + " on " + e.Kind.String() + " Value"
}

// methodName is how panics name a method of Value. What is no method has no name in Go.
func methodName(method string) string {
	if method == "" {
		return "unknown method"
	}
	return "reflect.Value." + method
}

// badKind panics because v is of a kind that the method does not take.
func (v Value) badKind(method string) {
	panic(&ValueError{methodName(method), v.Kind()})
}

// must panics unless v is of the kind.
func (v Value) must(kind Kind, method string) {
	if Kind(v.flag&flagKind) != kind {
		v.badKind(method)
	}
}

// mustExport panics if v was reached through an unexported field.
func (v Value) mustExport(method string) {
	if v.flag == 0 {
		v.badKind(method)
	}
	if v.flag&flagRO != 0 {
		panic("reflect: " + methodName(method) + " using value obtained using unexported field")
	}
}

// mustAssign panics unless v is a variable that may be set.
func (v Value) mustAssign(method string) {
	if v.flag&flagRO != 0 || v.flag == 0 {
		v.mustExport(method)
	}
	if v.flag&flagAddr == 0 {
		panic("reflect: " + methodName(method) + " using unaddressable value")
	}
}

// pointer returns the one word of a value that is a pointer.
func (v Value) pointer() unsafe.Pointer {
	if v.flag&flagIndirect != 0 {
		return *(*unsafe.Pointer)(v.ptr)
	}
	return v.ptr
}

// address returns where the value lies, in a new object if it is not in memory.
func (v Value) address() unsafe.Pointer {
	if v.flag&flagIndirect != 0 {
		return v.ptr
	}
	at := new(unsafe.Pointer)
	*at = v.ptr
	return unsafe.Pointer(at)
}

// load returns the value of type t at an address that nobody writes to.
func load(t *rtype, at unsafe.Pointer, f flag) Value {
	if t.isDirect() {
		return Value{t, *(*unsafe.Pointer)(at), f | flag(t.kind)}
	}
	return Value{t, at, f | flag(t.kind) | flagIndirect}
}

// copied returns a copy of the value of type t at an address.
func copied(t *rtype, at unsafe.Pointer, f flag) Value {
	if t.isDirect() {
		return Value{t, *(*unsafe.Pointer)(at), f | flag(t.kind)}
	}
	to := newObject(t)
	move(t, to, at)
	return Value{t, to, f | flag(t.kind) | flagIndirect}
}

// Kind returns the kind of v, Invalid for the zero Value.
func (v Value) Kind() Kind { return Kind(v.flag & flagKind) }

// IsValid reports whether v is a value.
func (v Value) IsValid() bool { return v.flag != 0 }

// CanAddr reports whether v is a variable, of which Addr gives the address.
func (v Value) CanAddr() bool { return v.flag&flagAddr != 0 }

// CanSet reports whether v can be set: it is a variable that was not reached through an unexported field.
func (v Value) CanSet() bool { return v.flag&(flagAddr|flagRO) == flagAddr }

// CanInterface reports whether Interface does not panic.
func (v Value) CanInterface() bool {
	if v.flag == 0 {
		panic(&ValueError{"reflect.Value.CanInterface", Invalid})
	}
	return v.flag&flagRO == 0
}

// Type returns the type of v.
func (v Value) Type() Type {
	if v.flag&flagMethod != 0 {
		return v.methodType()
	}
	if v.flag == 0 {
		panic(&ValueError{"reflect.Value.Type", Invalid})
	}
	return v.typ
}

// Interface returns v as an interface value.
func (v Value) Interface() any {
	if v.flag == 0 {
		panic(&ValueError{"reflect.Value.Interface", Invalid})
	}
	if v.flag&flagRO != 0 {
		panic("reflect.Value.Interface: cannot return value obtained from unexported field or method")
	}
	return v.pack()
}

// pack does the same without asking whether it is allowed.
func (v Value) pack() any {
	if v.flag&flagMethod != 0 {
		v = v.bound("Interface")
	}
	switch {
	case Kind(v.flag&flagKind) == Interface:
		return held(v.typ, v.ptr)
	case v.flag&flagIndirect == 0:
		return join(v.typ, v.ptr)
	case v.flag&flagAddr != 0 || v.typ.isDirect():
		return box(v.typ, v.ptr)
	}
	return join(v.typ, v.ptr)
}

// Addr returns a pointer to the variable v.
func (v Value) Addr() Value {
	if v.flag&flagAddr == 0 {
		panic("reflect.Value.Addr of unaddressable value")
	}
	return Value{pointerTo(v.typ), v.ptr, v.flag&flagRO | flag(Pointer)}
}

// Elem returns what the interface v holds, or the variable that the pointer v points to; the zero Value if v is nil.
func (v Value) Elem() Value {
	switch Kind(v.flag & flagKind) {
	case Pointer:
		ptr := v.ptr
		if v.flag&flagIndirect != 0 {
			ptr = *(*unsafe.Pointer)(ptr)
		}
		if ptr == nil {
			return Value{}
		}
		elem := v.typ.elem
		return Value{elem, ptr, v.flag&flagRO | flagIndirect | flagAddr | flag(elem.kind)}
	case Interface:
		x := ValueOf(held(v.typ, v.ptr))
		if x.flag != 0 {
			x.flag |= v.flag.ro()
		}
		return x
	}
	v.badKind("Elem")
	return Value{}
}

// Indirect returns what v points to, or v itself if it is no pointer.
func Indirect(v Value) Value {
	if v.Kind() != Pointer {
		return v
	}
	return v.Elem()
}

// IsNil reports whether a channel, func, interface, map, pointer or slice is nil.
func (v Value) IsNil() bool {
	switch Kind(v.flag & flagKind) {
	case Chan, Func, Map, Pointer, UnsafePointer:
		if v.flag&flagMethod != 0 {
			return false
		}
		return v.pointer() == nil
	case Interface, Slice:
		return *(*unsafe.Pointer)(v.ptr) == nil
	}
	v.badKind("IsNil")
	return false
}

// NumField returns the number of fields of the struct v.
func (v Value) NumField() int {
	v.must(Struct, "NumField")
	return int(v.typ.fieldCount)
}

// Field returns field i of the struct v.
func (v Value) Field(i int) Value {
	if Kind(v.flag&flagKind) != Struct {
		v.badKind("Field")
	}
	t := v.typ
	if uint(i) >= uint(t.fieldCount) {
		panic("reflect: Field index out of range")
	}
	info := t.field(i)
	// An unexported embedded field keeps its exported fields reachable.
	f := v.flag&(flagStickyRO|flagIndirect|flagAddr) | flag(info.typ.kind)
	if info.pkgPath != nil {
		if info.embedded {
			f |= flagEmbedRO
		} else {
			f |= flagStickyRO
		}
	}
	if f&flagIndirect == 0 { // the struct is one pointer: so is this field, or it has no size
		if info.typ.isDirect() {
			return Value{info.typ, v.ptr, f}
		}
		return Value{info.typ, unsafe.Pointer(&zeroBlock), f | flagIndirect}
	}
	return Value{info.typ, unsafe.Add(v.ptr, int(info.offset)), f}
}

// FieldByIndex returns the field at the end of a path of fields. It panics if an embedded pointer on the way is nil.
func (v Value) FieldByIndex(index []int) Value {
	if len(index) == 1 {
		return v.Field(index[0])
	}
	v.must(Struct, "FieldByIndex")
	for i, n := range index {
		if i > 0 && v.Kind() == Pointer && Kind(v.typ.elem.kind) == Struct {
			if v.IsNil() {
				panic("reflect: indirection through nil pointer to embedded struct")
			}
			v = v.Elem()
		}
		v = v.Field(n)
	}
	return v
}

type pathError string

func (e pathError) Error() string { return string(e) }

// FieldByIndexErr does the same, and returns an error where that panics.
func (v Value) FieldByIndexErr(index []int) (Value, error) {
	if len(index) == 1 {
		return v.Field(index[0]), nil
	}
	v.must(Struct, "FieldByIndexErr")
	for i, n := range index {
		if i > 0 && v.Kind() == Pointer && Kind(v.typ.elem.kind) == Struct {
			if v.IsNil() {
				return Value{}, pathError("reflect: indirection through nil pointer to embedded struct field " + v.typ.elem.Name())
			}
			v = v.Elem()
		}
		v = v.Field(n)
	}
	return v, nil
}

// FieldByName returns the field of that name, the zero Value if there is none.
func (v Value) FieldByName(name string) Value {
	v.must(Struct, "FieldByName")
	if f, ok := v.typ.FieldByName(name); ok {
		return v.FieldByIndex(f.Index)
	}
	return Value{}
}

// FieldByNameFunc returns the one field whose name match accepts, the zero Value if there is none.
func (v Value) FieldByNameFunc(match func(string) bool) Value {
	if f, ok := v.typ.FieldByNameFunc(match); ok {
		return v.FieldByIndex(f.Index)
	}
	return Value{}
}

// String returns the string v. A Value of another kind gives a text such as "<int Value>".
func (v Value) String() string {
	switch Kind(v.flag & flagKind) {
	case String:
		return *(*string)(v.ptr)
	case Invalid:
		return "<invalid Value>"
	}
	return "<" + v.Type().String() + " Value>"
}

// Set assigns x to the variable v.
func (v Value) Set(x Value) {
	v.mustAssign("Set")
	x.mustExport("Set")
	x = x.assignTo("reflect.Set", v.typ)
	if x.flag&flagIndirect == 0 {
		*(*unsafe.Pointer)(v.ptr) = x.ptr
		return
	}
	move(v.typ, v.ptr, x.ptr)
}

// assignTo returns v as a value of type t, as an assignment to a variable of type t converts it.
func (v Value) assignTo(context string, t *rtype) Value {
	if v.flag&flagMethod != 0 {
		v = v.bound(context)
	}
	if v.typ == t {
		return v
	}
	switch {
	case directlyAssignable(t, v.typ):
		return Value{t, v.ptr, v.flag&(flagAddr|flagIndirect) | v.flag.ro() | flag(t.kind)}
	case Kind(t.kind) == Interface && implements(v.typ, t):
		at := newObject(t)
		if v.Kind() != Interface || !v.IsNil() {
			setInterface(t, at, v.pack())
		}
		return Value{t, at, flagIndirect | flag(Interface)}
	}
	panic(context + ": value of type " + v.typ.String() + " is not assignable to type " + t.String())
}

// SetZero sets the variable v to its zero value.
func (v Value) SetZero() {
	v.mustAssign("SetZero")
	zero(v.typ, v.ptr)
}

// zeroBlock is where zero values lie that nobody can write to.
var zeroBlock [128]uint64

// Zero returns the zero value of a type; it is no variable.
func Zero(typ Type) Value {
	if typ == nil {
		panic("reflect: Zero(nil)")
	}
	t := typ.common()
	if t.isDirect() {
		return Value{t, nil, flag(t.kind)}
	}
	if t.size <= unsafe.Sizeof(zeroBlock) {
		return Value{t, unsafe.Pointer(&zeroBlock), flag(t.kind) | flagIndirect}
	}
	return Value{t, newObject(t), flag(t.kind) | flagIndirect}
}

// New returns a pointer to a new variable of the type.
func New(typ Type) Value {
	if typ == nil {
		panic("reflect: New(nil)")
	}
	t := typ.common()
	return Value{pointerTo(t), newObject(t), flag(Pointer)}
}

// TypeAssert returns v.Interface().(T), and whether v holds a T.
func TypeAssert[T any](v Value) (T, bool) {
	if v.flag == 0 {
		panic(&ValueError{"reflect.TypeAssert", Invalid})
	}
	if v.flag&flagRO != 0 {
		panic("reflect.TypeAssert: cannot return value obtained from unexported field or method")
	}
	x, ok := v.pack().(T)
	return x, ok
}

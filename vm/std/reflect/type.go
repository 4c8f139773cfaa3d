// Package reflect looks into values of any type, as package reflect of Go documents it.
//
// A Type is a pointer to the run time's descriptor of the type (struct rtype of runtime/type.h), of which there is one for each type. So two Types are equal
// iff the types are identical. A Value is such a pointer with the value or its address. What is done to memory that the collector looks at is written in C.
package reflect

import (
	"iter"
	"unsafe"
)

// Type is the representation of a Go type. Methods that a kind of types does not have panic.
type Type interface {
	// Align returns the alignment in bytes of a value of this type in memory.
	Align() int
	// FieldAlign returns the alignment in bytes of a value of this type as a field of a struct.
	FieldAlign() int
	// Method returns the i'th method of the type's method set, of those that are exported, in order of their names.
	Method(int) Method
	// Methods returns an iterator over the methods.
	Methods() iter.Seq[Method]
	// MethodByName returns the method of that name, and whether there is one.
	MethodByName(string) (Method, bool)
	// NumMethod returns the number of methods that Method reaches; of an interface type, those that are not exported count too.
	NumMethod() int
	// Name returns the type's name within its package, "" if it has none.
	Name() string
	// PkgPath returns the import path of the package that declares the type, "" for predeclared types and those without a name.
	PkgPath() string
	// Size returns the bytes of a value.
	Size() uintptr
	// String returns a text that stands for the type; it need not be unique.
	String() string
	// Kind returns the kind of the type.
	Kind() Kind
	// Implements reports whether the type implements the interface type u.
	Implements(u Type) bool
	// AssignableTo reports whether a value of the type can be assigned to type u.
	AssignableTo(u Type) bool
	// ConvertibleTo reports whether a value of the type can be converted to type u. The conversion may still panic.
	ConvertibleTo(u Type) bool
	// Comparable reports whether values of this type can be compared. The comparison may still panic.
	Comparable() bool
	// Bits returns the size of a number type in bits.
	Bits() int
	// ChanDir returns the direction of a channel type.
	ChanDir() ChanDir
	// IsVariadic reports whether the last parameter of a func type is a "..." one.
	IsVariadic() bool
	// Elem returns the type of what an array, channel, map, pointer or slice type has.
	Elem() Type
	// Field returns field i of a struct type.
	Field(i int) StructField
	// Fields returns an iterator over the fields of a struct type.
	Fields() iter.Seq[StructField]
	// FieldByIndex returns the field at the end of a path of fields.
	FieldByIndex(index []int) StructField
	// FieldByName returns the field of that name of a struct type, which may be promoted, and whether there is one.
	FieldByName(name string) (StructField, bool)
	// FieldByNameFunc does the same for the one name that match accepts.
	FieldByNameFunc(match func(string) bool) (StructField, bool)
	// In returns the type of parameter i of a func type.
	In(i int) Type
	// Ins returns an iterator over the types of the parameters.
	Ins() iter.Seq[Type]
	// Key returns the type of the keys of a map type.
	Key() Type
	// Len returns the length of an array type.
	Len() int
	// NumField returns the number of fields of a struct type.
	NumField() int
	// NumIn and NumOut return the numbers of parameters and results of a func type.
	NumIn() int
	NumOut() int
	// Out returns the type of result i of a func type.
	Out(i int) Type
	// Outs returns an iterator over the types of the results.
	Outs() iter.Seq[Type]
	// OverflowComplex, OverflowFloat, OverflowInt and OverflowUint report whether x does not fit the type.
	OverflowComplex(x complex128) bool
	OverflowFloat(x float64) bool
	OverflowInt(x int64) bool
	OverflowUint(x uint64) bool
	// CanSeq and CanSeq2 report whether Value.Seq and Value.Seq2 work on a value of the type.
	CanSeq() bool
	CanSeq2() bool

	common() *rtype
}

// rtype is struct rtype of runtime/type.h.
type rtype struct {
	size, ptrdata uintptr
	mask, site    unsafe.Pointer
	hash          uint32
	kind          uint8
	align         uint8
	flags         uint16
	slots         uint32
	text, name    *byte
	pkgPath       *byte
	elem, key     *rtype
	len           uintptr
	fields        unsafe.Pointer // of fieldInfo
	fieldCount    uint32
	params        unsafe.Pointer // of *rtype
	results       unsafe.Pointer
	paramCount    uint16
	resultCount   uint16
	variadic      bool
	direction     uint8
	methods       unsafe.Pointer // of methodInfo
	methodCount   uint32
	mapInfo       unsafe.Pointer
	source        unsafe.Pointer
	pointerToThis unsafe.Pointer
	calls         unsafe.Pointer
}

// Flags of an rtype.
const (
	typeDirect      = 1 // a value is one pointer
	typeComparable  = 2
	typeMemoryEqual = 4
	typeBoxed       = 32 // a value is too large for a frame
)

// fieldInfo is struct rtype_field.
type fieldInfo struct {
	name, tag, pkgPath *byte
	typ                *rtype
	offset             uint32
	embedded           bool
}

// methodInfo is struct rtype_method.
type methodInfo struct {
	name, pkgPath *byte
	typ           *rtype         // without the receiver
	fn            unsafe.Pointer // takes the receiver as the data word of an interface; nil in interface types
}

func typeOf(x any) *rtype
func cString(s *byte) string
func implements(t, inter *rtype) bool

// TypeOf returns the dynamic type of x, nil for a nil interface.
func TypeOf(x any) Type {
	if t := typeOf(x); t != nil {
		return t
	}
	return nil
}

// TypeFor returns the type T.
func TypeFor[T any]() Type {
	var x T
	if t := typeOf(x); t != nil {
		return t
	}
	return typeOf((*T)(nil)).elem
}

func toType(t *rtype) Type {
	if t == nil {
		return nil
	}
	return t
}

func (t *rtype) common() *rtype { return t }

func (t *rtype) String() string  { return cString(t.text) }
func (t *rtype) Name() string    { return cString(t.name) }
func (t *rtype) PkgPath() string { return cString(t.pkgPath) }
func (t *rtype) Size() uintptr   { return t.size }
func (t *rtype) Align() int      { return int(t.align) }
func (t *rtype) FieldAlign() int { return int(t.align) }
func (t *rtype) Kind() Kind      { return Kind(t.kind) }

// isDirect reports whether an interface's data word is the value itself.
func (t *rtype) isDirect() bool { return t.flags&typeDirect != 0 }

func (t *rtype) hasName() bool { return *t.name != 0 }

func (t *rtype) field(i int) *fieldInfo {
	return (*fieldInfo)(unsafe.Add(t.fields, i*int(unsafe.Sizeof(fieldInfo{}))))
}

func (t *rtype) method(i int) *methodInfo {
	return (*methodInfo)(unsafe.Add(t.methods, i*int(unsafe.Sizeof(methodInfo{}))))
}

func (t *rtype) param(i int) *rtype  { return *(**rtype)(unsafe.Add(t.params, i*8)) }
func (t *rtype) result(i int) *rtype { return *(**rtype)(unsafe.Add(t.results, i*8)) }

func (t *rtype) Bits() int {
	if t == nil {
		panic("reflect: Bits of nil Type")
	}
	if k := Kind(t.kind); k < Int || k > Complex128 {
		panic("reflect: Bits of non-arithmetic Type " + t.String())
	}
	return int(t.size) * 8
}

func (t *rtype) ChanDir() ChanDir {
	if Kind(t.kind) != Chan {
		panic("reflect: ChanDir of non-chan type " + t.String())
	}
	switch t.direction {
	case 1:
		return SendDir
	case 2:
		return RecvDir
	}
	return BothDir
}

func (t *rtype) Elem() Type {
	if t.elem == nil {
		panic("reflect: Elem of invalid type " + t.String())
	}
	return t.elem
}

func (t *rtype) Key() Type {
	if Kind(t.kind) != Map {
		panic("reflect: Key of non-map type " + t.String())
	}
	return t.key
}

func (t *rtype) Len() int {
	if Kind(t.kind) != Array {
		panic("reflect: Len of non-array type " + t.String())
	}
	return int(t.len)
}

// must panics unless t is of the kind, of which asked is the name of the method that needs it.
func (t *rtype) must(kind Kind, asked string) {
	if Kind(t.kind) != kind {
		panic("reflect: " + asked + " of non-" + kindNames[kind] + " type " + t.String())
	}
}

func (t *rtype) IsVariadic() bool {
	t.must(Func, "IsVariadic")
	return t.variadic
}

func (t *rtype) NumIn() int {
	t.must(Func, "NumIn")
	return int(t.paramCount)
}

func (t *rtype) NumOut() int {
	t.must(Func, "NumOut")
	return int(t.resultCount)
}

func (t *rtype) In(i int) Type {
	t.must(Func, "In")
	return unsafe.Slice((**rtype)(t.params), int(t.paramCount))[i]
}

func (t *rtype) Out(i int) Type {
	t.must(Func, "Out")
	return unsafe.Slice((**rtype)(t.results), int(t.resultCount))[i]
}

func (t *rtype) Comparable() bool { return t.flags&typeComparable != 0 }

func (t *rtype) Implements(u Type) bool {
	if u == nil {
		panic("reflect: nil type passed to Type.Implements")
	}
	if u.Kind() != Interface {
		panic("reflect: non-interface type passed to Type.Implements")
	}
	return implements(t, u.common())
}

func (t *rtype) AssignableTo(u Type) bool {
	if u == nil {
		panic("reflect: nil type passed to Type.AssignableTo")
	}
	return assignable(u.common(), t)
}

func (t *rtype) ConvertibleTo(u Type) bool {
	if u == nil {
		panic("reflect: nil type passed to Type.ConvertibleTo")
	}
	return conversion(u.common(), t) != nil
}

// assignable reports whether a value of type from can be assigned to type to.
func assignable(to, from *rtype) bool {
	return directlyAssignable(to, from) || Kind(to.kind) == Interface && implements(from, to)
}

// directlyAssignable reports the same where the value stays as it is.
func directlyAssignable(to, from *rtype) bool {
	if to == from {
		return true
	}
	if to.kind != from.kind || to.hasName() && from.hasName() {
		return false
	}
	if Kind(to.kind) == Chan && from.direction == 0 && to.elem == from.elem {
		return true
	}
	return sameUnderlying(to, from, true)
}

// identical reports whether two types are, if the tags of fields count (tags) or not.
func identical(a, b *rtype, tags bool) bool {
	if tags || a == b {
		return a == b
	}
	if a.kind != b.kind || a.hasName() || b.hasName() {
		return false
	}
	return sameUnderlying(a, b, tags)
}

// sameUnderlying reports whether what two types are defined as is identical.
func sameUnderlying(a, b *rtype, tags bool) bool {
	if a == b {
		return true
	}
	if a.kind != b.kind {
		return false
	}
	switch k := Kind(a.kind); k {
	case Array:
		return a.len == b.len && identical(a.elem, b.elem, tags)
	case Chan:
		return a.direction == b.direction && identical(a.elem, b.elem, tags)
	case Map:
		return identical(a.key, b.key, tags) && identical(a.elem, b.elem, tags)
	case Pointer, Slice:
		return identical(a.elem, b.elem, tags)
	case Func:
		return sameSignature(a, b, tags)
	case Interface:
		return sameMethods(a, b)
	case Struct:
		return sameFields(a, b, tags)
	default: // a basic type
		return true
	}
}

func sameSignature(a, b *rtype, tags bool) bool {
	if a.paramCount != b.paramCount || a.resultCount != b.resultCount || a.variadic != b.variadic {
		return false
	}
	for i := 0; i < int(a.paramCount); i++ {
		if !identical(a.param(i), b.param(i), tags) {
			return false
		}
	}
	for i := 0; i < int(a.resultCount); i++ {
		if !identical(a.result(i), b.result(i), tags) {
			return false
		}
	}
	return true
}

func sameMethods(a, b *rtype) bool {
	if a.methodCount != b.methodCount {
		return false
	}
	for i := 0; i < int(a.methodCount); i++ {
		x, y := a.method(i), b.method(i)
		if x.typ != y.typ || cString(x.name) != cString(y.name) || cString(x.pkgPath) != cString(y.pkgPath) {
			return false
		}
	}
	return true
}

func sameFields(a, b *rtype, tags bool) bool {
	if a.fieldCount != b.fieldCount {
		return false
	}
	for i := 0; i < int(a.fieldCount); i++ {
		x, y := a.field(i), b.field(i)
		if x.embedded != y.embedded || x.offset != y.offset || !identical(x.typ, y.typ, tags) || cString(x.name) != cString(y.name) ||
			cString(x.pkgPath) != cString(y.pkgPath) || tags && cString(x.tag) != cString(y.tag) {
			return false
		}
	}
	return true
}

package reflect

import "unsafe"

// header is a slice as it lies in memory; a string has the first two words.
type header struct {
	ptr      unsafe.Pointer
	len, cap int
}

func makeSlice(elem *rtype, s *header, length, capacity int)
func growSlice(elem *rtype, s *header, count int)
func copySlice(elem *rtype, to, from unsafe.Pointer, count int)
func clearSlice(elem *rtype, at unsafe.Pointer, count int)

// SliceHeader and StringHeader are what a slice and a string are in memory. They hold no pointer, so the collector does not see what they refer to.
type SliceHeader struct {
	Data uintptr
	Len  int
	Cap  int
}

type StringHeader struct {
	Data uintptr
	Len  int
}

var uint8Type = typeOf(uint8(0))

// arrayOfPointer returns the array type if v is a pointer to an array, else nil.
func (v Value) arrayOfPointer() *rtype {
	if v.Kind() == Pointer && Kind(v.typ.elem.kind) == Array {
		return v.typ.elem
	}
	return nil
}

// Len returns the length of an array, a pointer to an array, a channel, map, slice or string.
func (v Value) Len() int {
	switch Kind(v.flag & flagKind) {
	case Slice, String:
		return (*header)(v.ptr).len
	case Array:
		return int(v.typ.len)
	case Map:
		return mapLength(v.pointer())
	case Chan:
		return chanLength(v.pointer())
	case Pointer:
		if t := v.arrayOfPointer(); t != nil {
			return int(t.len)
		}
		panic("reflect: call of reflect.Value.Len on ptr to non-array Value")
	}
	v.badKind("Len")
	return 0
}

// Cap returns the capacity of an array, a pointer to an array, a channel or slice.
func (v Value) Cap() int {
	switch Kind(v.flag & flagKind) {
	case Slice:
		return (*header)(v.ptr).cap
	case Array:
		return int(v.typ.len)
	case Chan:
		return chanCapacity(v.pointer())
	case Pointer:
		if t := v.arrayOfPointer(); t != nil {
			return int(t.len)
		}
		panic("reflect: call of reflect.Value.Cap on ptr to non-array Value")
	}
	v.badKind("Cap")
	return 0
}

// Index returns element i of an array, slice or string.
func (v Value) Index(i int) Value {
	switch Kind(v.flag & flagKind) {
	case Slice:
		s := (*header)(v.ptr)
		if uint(i) >= uint(s.len) {
			panic("reflect: slice index out of range")
		}
		elem := v.typ.elem
		return Value{elem, unsafe.Add(s.ptr, i*int(elem.size)), flagAddr | flagIndirect | v.flag.ro() | flag(elem.kind)}
	case Array:
		if uint(i) >= uint(v.typ.len) {
			panic("reflect: array index out of range")
		}
		elem := v.typ.elem
		return Value{elem, unsafe.Add(v.ptr, i*int(elem.size)), v.flag&(flagIndirect|flagAddr) | v.flag.ro() | flag(elem.kind)}
	case String:
		s := (*header)(v.ptr)
		if uint(i) >= uint(s.len) {
			panic("reflect: string index out of range")
		}
		return Value{uint8Type, unsafe.Add(s.ptr, i), v.flag.ro() | flag(Uint8) | flagIndirect}
	}
	v.badKind("Index")
	return Value{}
}

// Slice returns v[i:j] of a slice, a string or an array that is a variable.
func (v Value) Slice(i, j int) Value {
	t := v.typ
	var from header
	switch Kind(v.flag & flagKind) {
	case String:
		s := *(*string)(v.ptr)
		if i < 0 || j < i || j > len(s) {
			panic("reflect.Value.Slice: string slice index out of bounds")
		}
		part := new(string)
		*part = s[i:j]
		return Value{t, unsafe.Pointer(part), v.flag &^ flagAddr}
	case Array:
		if v.flag&flagAddr == 0 {
			panic("reflect.Value.Slice: slice of unaddressable array")
		}
		from = header{v.ptr, int(t.len), int(t.len)}
		t = sliceOf(t.elem)
	case Slice:
		from = *(*header)(v.ptr)
	default:
		v.badKind("Slice")
	}
	if i < 0 || j < i || j > from.cap {
		panic("reflect.Value.Slice: slice index out of bounds")
	}
	return from.part(t, i, j, from.cap, v.flag.ro())
}

// Slice3 returns v[i:j:k] of a slice or an array that is a variable.
func (v Value) Slice3(i, j, k int) Value {
	t := v.typ
	var from header
	switch Kind(v.flag & flagKind) {
	case Array:
		if v.flag&flagAddr == 0 {
			panic("reflect.Value.Slice3: slice of unaddressable array")
		}
		from = header{v.ptr, int(t.len), int(t.len)}
		t = sliceOf(t.elem)
	case Slice:
		from = *(*header)(v.ptr)
	default:
		v.badKind("Slice3")
	}
	if i < 0 || j < i || k < j || k > from.cap {
		panic("reflect.Value.Slice3: slice index out of bounds")
	}
	return from.part(t, i, j, k, v.flag.ro())
}

// part returns s[i:j:k] as a value of the slice type t. An empty one does not point behind its array.
func (s header) part(t *rtype, i, j, k int, ro flag) Value {
	to := new(header)
	to.len, to.cap = j-i, k-i
	to.ptr = s.ptr
	if k > i {
		to.ptr = unsafe.Add(s.ptr, i*int(t.elem.size))
	}
	return Value{t, unsafe.Pointer(to), ro | flagIndirect | flag(Slice)}
}

// SetLen sets the length of the slice variable v.
func (v Value) SetLen(n int) {
	v.mustAssign("SetLen")
	v.must(Slice, "SetLen")
	s := (*header)(v.ptr)
	if uint(n) > uint(s.cap) {
		panic("reflect: slice length out of range in SetLen")
	}
	s.len = n
}

// SetCap lowers the capacity of the slice variable v.
func (v Value) SetCap(n int) {
	v.mustAssign("SetCap")
	v.must(Slice, "SetCap")
	s := (*header)(v.ptr)
	if n < s.len || n > s.cap {
		panic("reflect: slice capacity out of range in SetCap")
	}
	s.cap = n
}

// Grow makes room for n more elements in the slice variable v.
func (v Value) Grow(n int) {
	v.mustAssign("Grow")
	v.must(Slice, "Grow")
	if n < 0 {
		panic("reflect.Value.Grow: negative len")
	}
	s := (*header)(v.ptr)
	switch {
	case s.len+n < 0:
		panic("reflect.Value.Grow: slice overflow")
	case s.len+n > s.cap:
		growSlice(v.typ.elem, s, n)
	}
}

// Clear removes all entries of a map, or sets all elements of a slice to zero.
func (v Value) Clear() {
	switch v.Kind() {
	case Slice:
		s := (*header)(v.ptr)
		clearSlice(v.typ.elem, s.ptr, s.len)
	case Map:
		mapClear(v.pointer())
	default:
		v.badKind("Clear")
	}
}

// Bytes returns the bytes of a slice of bytes, or of an array of bytes that is a variable.
func (v Value) Bytes() []byte {
	switch Kind(v.flag & flagKind) {
	case Slice:
		if Kind(v.typ.elem.kind) != Uint8 {
			panic("reflect.Value.Bytes of non-byte slice")
		}
		return *(*[]byte)(v.ptr)
	case Array:
		if Kind(v.typ.elem.kind) != Uint8 {
			panic("reflect.Value.Bytes of non-byte array")
		}
		if v.flag&flagAddr == 0 {
			panic("reflect.Value.Bytes of unaddressable byte array")
		}
		return unsafe.Slice((*byte)(v.ptr), int(v.typ.len))
	}
	v.badKind("Bytes")
	return nil
}

// SetBytes sets the slice of bytes v.
func (v Value) SetBytes(x []byte) {
	v.mustAssign("SetBytes")
	v.must(Slice, "SetBytes")
	if Kind(v.typ.elem.kind) != Uint8 {
		panic("reflect.Value.SetBytes of non-byte slice")
	}
	*(*[]byte)(v.ptr) = x
}

// MakeSlice returns a new slice of the type.
func MakeSlice(typ Type, len, cap int) Value {
	if typ.Kind() != Slice {
		panic("reflect.MakeSlice of non-slice type")
	}
	if len < 0 {
		panic("reflect.MakeSlice: negative len")
	}
	if cap < 0 {
		panic("reflect.MakeSlice: negative cap")
	}
	if len > cap {
		panic("reflect.MakeSlice: len > cap")
	}
	t := typ.common()
	s := new(header)
	makeSlice(t.elem, s, len, cap)
	return Value{t, unsafe.Pointer(s), flagIndirect | flag(Slice)}
}

// extended returns a copy of the slice s with room for n more elements, which count.
func (s Value) extended(n int) Value {
	s.mustExport("")
	to := new(header)
	*to = *(*header)(s.ptr)
	if n < 0 {
		panic("reflect.Value.Grow: negative len")
	}
	switch {
	case to.len+n < 0:
		panic("reflect.Value.Grow: slice overflow")
	case to.len+n > to.cap:
		growSlice(s.typ.elem, to, n)
	}
	to.len += n
	return Value{s.typ, unsafe.Pointer(to), flagIndirect | flag(Slice)}
}

// Append returns the slice s with values added.
func Append(s Value, x ...Value) Value {
	s.must(Slice, "")
	n := s.Len()
	s = s.extended(len(x))
	for i, v := range x {
		s.Index(n + i).Set(v)
	}
	return s
}

// AppendSlice returns the slice s with the elements of t, a slice of the same type, added.
func AppendSlice(s, t Value) Value {
	s.must(Slice, "")
	t.must(Slice, "")
	if s.typ.elem != t.typ.elem {
		panic("reflect.AppendSlice: " + s.typ.elem.String() + " != " + t.typ.elem.String())
	}
	n, count := s.Len(), t.Len()
	s = s.extended(count)
	Copy(s.Slice(n, n+count), t)
	return s
}

// Copy copies elements of src, an array, slice or string, to dst, a slice or an array that is a variable. Returns how many.
func Copy(dst, src Value) int {
	kind := dst.Kind()
	if kind != Array && kind != Slice {
		panic(&ValueError{"reflect.Copy", kind})
	}
	if kind == Array {
		dst.mustAssign("")
	}
	dst.mustExport("")
	from := src.Kind()
	isText := from == String && Kind(dst.typ.elem.kind) == Uint8
	if from != Array && from != Slice && !isText {
		panic(&ValueError{"reflect.Copy", from})
	}
	src.mustExport("")
	if !isText && dst.typ.elem != src.typ.elem {
		panic("reflect.Copy: " + dst.typ.elem.String() + " != " + src.typ.elem.String())
	}
	n := min(dst.Len(), src.Len())
	copySlice(dst.typ.elem, dst.elements(), src.elements(), n)
	return n
}

// elements returns where the elements of an array, slice or string lie.
func (v Value) elements() unsafe.Pointer {
	if v.Kind() == Array {
		return v.address()
	}
	return (*header)(v.ptr).ptr
}

// Swapper returns a function that swaps two elements of a slice.
func Swapper(slice any) func(i, j int) {
	v := ValueOf(slice)
	if v.Kind() != Slice {
		panic(&ValueError{"Swapper", v.Kind()})
	}
	s := *(*header)(v.ptr)
	elem := v.typ.elem
	spare := newObject(elem)
	return func(i, j int) {
		if uint(i) >= uint(s.len) || uint(j) >= uint(s.len) {
			panic("reflect: slice index out of range")
		}
		a, b := unsafe.Add(s.ptr, i*int(elem.size)), unsafe.Add(s.ptr, j*int(elem.size))
		move(elem, spare, a)
		move(elem, a, b)
		move(elem, b, spare)
	}
}

package reflect

import "unsafe"

func codePointer(fn unsafe.Pointer) unsafe.Pointer

// word returns the address that v holds, as Pointer and UnsafePointer say; method is which of them asks.
func (v Value) word(method string) unsafe.Pointer {
	switch Kind(v.flag & flagKind) {
	case Pointer, Chan, Map, UnsafePointer:
		return v.pointer()
	case Func:
		if v.flag&flagMethod != 0 {
			v = v.bound(method)
		}
		p := v.pointer()
		if p != nil {
			p = codePointer(p)
		}
		return p
	case Slice, String:
		return (*header)(v.ptr).ptr
	}
	v.badKind(method)
	return nil
}

// Pointer returns the address that v, a channel, func, map, pointer, slice, string or unsafe.Pointer, refers to: of a func that of its code.
func (v Value) Pointer() uintptr { return uintptr(v.word("Pointer")) }

func unsafeGranted() bool

// needUnsafe panics if the host has not granted package unsafe: an unsafe.Pointer can be converted to any pointer without that import.
func needUnsafe(what string) {
	if !unsafeGranted() {
		panic("reflect." + what + ": package unsafe is not granted to scripts")
	}
}

// UnsafePointer returns the same as a pointer.
func (v Value) UnsafePointer() unsafe.Pointer {
	needUnsafe("Value.UnsafePointer")
	return v.word("UnsafePointer")
}

// UnsafeAddr returns the address of the variable v.
func (v Value) UnsafeAddr() uintptr {
	if v.typ == nil {
		v.badKind("UnsafeAddr")
	}
	if v.flag&flagAddr == 0 {
		panic("reflect.Value.UnsafeAddr of unaddressable value")
	}
	return uintptr(v.ptr)
}

// InterfaceData returns the two words of an interface.
func (v Value) InterfaceData() [2]uintptr {
	v.must(Interface, "InterfaceData")
	return *(*[2]uintptr)(v.ptr)
}

// NewAt returns a pointer of type *typ to p.
func NewAt(typ Type, p unsafe.Pointer) Value {
	needUnsafe("NewAt")
	return Value{pointerTo(typ.common()), p, flag(Pointer)}
}

// SliceAt returns a slice of n elements of a type that lie at p.
func SliceAt(typ Type, p unsafe.Pointer, n int) Value {
	needUnsafe("SliceAt")
	t := typ.common()
	if n < 0 || t.size > 0 && uintptr(n) > (1<<47)/t.size || p != nil && t.size*uintptr(n) > -uintptr(p) {
		n = -1
	}
	_ = unsafe.Slice((*byte)(p), n) // panics if n is negative, or p is nil and n is not 0
	return Value{sliceOf(t), unsafe.Pointer(&header{p, n, n}), flagIndirect | flag(Slice)}
}

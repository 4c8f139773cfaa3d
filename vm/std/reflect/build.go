package reflect

func pointerTo(t *rtype) *rtype
func sliceOf(t *rtype) *rtype
func arrayOf(t *rtype, length int) *rtype
func chanOf(t *rtype, direction int) *rtype
func mapOf(key, elem *rtype) *rtype
func funcOf(in, out []*rtype, variadic bool) *rtype

// PointerTo returns the type of pointers to t.
func PointerTo(t Type) Type { return pointerTo(t.common()) }

// PtrTo is the old name of PointerTo.
func PtrTo(t Type) Type { return PointerTo(t) }

// SliceOf returns the type of slices with elements of type t.
func SliceOf(t Type) Type { return sliceOf(t.common()) }

// ArrayOf returns the type of arrays of that length with elements of type elem.
func ArrayOf(length int, elem Type) Type {
	if length < 0 {
		panic("reflect: negative length passed to ArrayOf")
	}
	t := elem.common()
	if t.size > 0 && uintptr(length) > (1<<63-1)/t.size {
		panic("reflect.ArrayOf: array size would exceed virtual address space")
	}
	return arrayOf(t, length)
}

// ChanOf returns the type of channels of that direction with elements of type t.
func ChanOf(dir ChanDir, t Type) Type {
	elem := t.common()
	if elem.size >= 1<<16 {
		panic("reflect.ChanOf: element size too large")
	}
	switch dir {
	case BothDir:
		return chanOf(elem, 0)
	case SendDir:
		return chanOf(elem, 1)
	case RecvDir:
		return chanOf(elem, 2)
	}
	panic("reflect.ChanOf: invalid dir")
}

// MapOf returns the type of maps from key to elem.
func MapOf(key, elem Type) Type {
	k := key.common()
	if !k.Comparable() {
		panic("reflect.MapOf: invalid key type " + k.String())
	}
	return mapOf(k, elem.common())
}

// FuncOf returns the type of functions with those parameters and results. If variadic is set, the last parameter is a slice.
func FuncOf(in, out []Type, variadic bool) Type {
	if variadic && (len(in) == 0 || in[len(in)-1].Kind() != Slice) {
		panic("reflect.FuncOf: last arg of variadic func must be slice")
	}
	if len(in)+len(out) > 128 {
		panic("reflect.FuncOf: too many arguments")
	}
	return funcOf(commons(in), commons(out), variadic)
}

func commons(types []Type) []*rtype {
	list := make([]*rtype, len(types))
	for i, t := range types {
		list[i] = t.common()
	}
	return list
}

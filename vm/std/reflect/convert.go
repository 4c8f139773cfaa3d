package reflect

import "unsafe"

// Convert returns v converted to a type, as the language's conversion does it.
func (v Value) Convert(t Type) Value {
	if v.flag&flagMethod != 0 {
		v = v.bound("Convert")
	}
	to := t.common()
	convert := conversion(to, v.typ)
	if convert == nil {
		panic("reflect.Value.Convert: value of type " + v.typ.String() + " cannot be converted to type " + to.String())
	}
	return convert(v, to)
}

// CanConvert reports whether Convert does not panic.
func (v Value) CanConvert(t Type) bool {
	from := v.Type()
	if !from.ConvertibleTo(t) {
		return false
	}
	if from.Kind() == Slice {
		switch {
		case t.Kind() == Array:
			return t.Len() <= v.Len()
		case t.Kind() == Pointer && t.Elem().Kind() == Array:
			return t.Elem().Len() <= v.Len()
		}
	}
	return true
}

type converter func(v Value, to *rtype) Value

func isInt(k Kind) bool     { return Int <= k && k <= Int64 }
func isUint(k Kind) bool    { return Uint <= k && k <= Uintptr }
func isFloat(k Kind) bool   { return k == Float32 || k == Float64 }
func isComplex(k Kind) bool { return k == Complex64 || k == Complex128 }

// conversion returns what converts values of one type to another, nil if nothing does.
func conversion(to, from *rtype) converter {
	k, f := Kind(to.kind), Kind(from.kind)
	switch {
	case isInt(f) && (isInt(k) || isUint(k)):
		return func(v Value, to *rtype) Value { return makeInt(v.flag.ro(), uint64(v.Int()), to) }
	case isUint(f) && (isInt(k) || isUint(k)):
		return func(v Value, to *rtype) Value { return makeInt(v.flag.ro(), v.Uint(), to) }
	case isInt(f) && isFloat(k):
		return func(v Value, to *rtype) Value { return makeFloat(v.flag.ro(), float64(v.Int()), to) }
	case isUint(f) && isFloat(k):
		return func(v Value, to *rtype) Value { return makeFloat(v.flag.ro(), float64(v.Uint()), to) }
	case isFloat(f) && isInt(k):
		return func(v Value, to *rtype) Value { return makeInt(v.flag.ro(), uint64(int64(v.Float())), to) }
	case isFloat(f) && isUint(k):
		return func(v Value, to *rtype) Value { return makeInt(v.flag.ro(), uint64(v.Float()), to) }
	case isFloat(f) && isFloat(k):
		return convertFloat
	case isComplex(f) && isComplex(k):
		return func(v Value, to *rtype) Value { return makeComplex(v.flag.ro(), v.Complex(), to) }
	case k == String && (isInt(f) || isUint(f)):
		return convertRune
	case f == String && k == Slice && to.elem.pkgPathIsEmpty():
		switch Kind(to.elem.kind) {
		case Uint8:
			return func(v Value, to *rtype) Value { b := []byte(v.String()); return hold(v, to, unsafe.Pointer(&b)) }
		case Int32:
			return func(v Value, to *rtype) Value { r := []rune(v.String()); return hold(v, to, unsafe.Pointer(&r)) }
		}
	case f == Slice && k == String && from.elem.pkgPathIsEmpty():
		switch Kind(from.elem.kind) {
		case Uint8:
			return func(v Value, to *rtype) Value { s := string(*(*[]byte)(v.ptr)); return hold(v, to, unsafe.Pointer(&s)) }
		case Int32:
			return func(v Value, to *rtype) Value { s := string(*(*[]rune)(v.ptr)); return hold(v, to, unsafe.Pointer(&s)) }
		}
	case f == Slice && k == Pointer && Kind(to.elem.kind) == Array && from.elem == to.elem.elem:
		return convertToArrayPointer
	case f == Slice && k == Array && from.elem == to.elem:
		return convertToArray
	case f == Chan && k == Chan && from.direction == 0 && from.elem == to.elem && (!to.hasName() || !from.hasName()):
		return convertAsIs
	}
	switch {
	case sameUnderlying(to, from, false):
		return convertAsIs
	case k == Pointer && f == Pointer && !to.hasName() && !from.hasName() && sameUnderlying(to.elem, from.elem, false):
		return convertAsIs
	case k == Interface && implements(from, to):
		return convertToInterface
	}
	return nil
}

func (t *rtype) pkgPathIsEmpty() bool { return t.pkgPath == nil || *t.pkgPath == 0 }

// hold returns the new value at an address.
func hold(v Value, to *rtype, at unsafe.Pointer) Value {
	return Value{to, at, v.flag.ro() | flagIndirect | flag(to.kind)}
}

// makeInt returns an integer of a type, of which bits has the low bits.
func makeInt(ro flag, bits uint64, t *rtype) Value {
	at := newObject(t)
	switch t.size {
	case 1:
		*(*uint8)(at) = uint8(bits)
	case 2:
		*(*uint16)(at) = uint16(bits)
	case 4:
		*(*uint32)(at) = uint32(bits)
	default:
		*(*uint64)(at) = bits
	}
	return Value{t, at, ro | flagIndirect | flag(t.kind)}
}

func makeFloat(ro flag, x float64, t *rtype) Value {
	at := newObject(t)
	if t.size == 4 {
		*(*float32)(at) = float32(x)
	} else {
		*(*float64)(at) = x
	}
	return Value{t, at, ro | flagIndirect | flag(t.kind)}
}

func makeComplex(ro flag, x complex128, t *rtype) Value {
	at := newObject(t)
	if t.size == 8 {
		*(*complex64)(at) = complex64(x)
	} else {
		*(*complex128)(at) = x
	}
	return Value{t, at, ro | flagIndirect | flag(t.kind)}
}

func convertFloat(v Value, to *rtype) Value {
	if v.typ.size == 4 && to.size == 4 { // the bits of a NaN stay
		return makeInt(v.flag.ro(), uint64(*(*uint32)(v.ptr)), to)
	}
	return makeFloat(v.flag.ro(), v.Float(), to)
}

func convertRune(v Value, to *rtype) Value {
	s := "\uFFFD"
	if v.CanInt() {
		if x := v.Int(); int64(rune(x)) == x {
			s = string(rune(x))
		}
	} else if x := v.Uint(); uint64(rune(x)) == x {
		s = string(rune(x))
	}
	return hold(v, to, unsafe.Pointer(&s))
}

func convertToArrayPointer(v Value, to *rtype) Value {
	n := int(to.elem.len)
	if n > v.Len() {
		panic("reflect: cannot convert slice with length " + decimal(v.Len()) + " to pointer to array with length " + decimal(n))
	}
	return Value{to, (*header)(v.ptr).ptr, v.flag&^(flagIndirect|flagAddr|flagKind) | flag(Pointer)}
}

func convertToArray(v Value, to *rtype) Value {
	n := int(to.len)
	if n > v.Len() {
		panic("reflect: cannot convert slice with length " + decimal(v.Len()) + " to array with length " + decimal(n))
	}
	at := newObject(to)
	move(to, at, (*header)(v.ptr).ptr)
	return hold(v, to, at)
}

// convertAsIs is for types whose values look alike.
func convertAsIs(v Value, to *rtype) Value {
	if v.flag&flagAddr != 0 {
		c := copied(v.typ, v.ptr, v.flag.ro())
		return Value{to, c.ptr, c.flag}
	}
	return Value{to, v.ptr, v.flag.ro() | v.flag&(flagIndirect|flagKind)}
}

func convertToInterface(v Value, to *rtype) Value {
	at := newObject(to)
	if v.Kind() != Interface || !v.IsNil() {
		setInterface(to, at, v.pack())
	}
	return hold(v, to, at)
}

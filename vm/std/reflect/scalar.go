package reflect

import "unsafe"

// CanInt, CanUint, CanFloat and CanComplex report whether the methods of those names work on v.
func (v Value) CanInt() bool     { return v.Kind() >= Int && v.Kind() <= Int64 }
func (v Value) CanUint() bool    { return v.Kind() >= Uint && v.Kind() <= Uintptr }
func (v Value) CanFloat() bool   { return v.Kind() == Float32 || v.Kind() == Float64 }
func (v Value) CanComplex() bool { return v.Kind() == Complex64 || v.Kind() == Complex128 }

// Bool returns the bool v.
func (v Value) Bool() bool {
	v.must(Bool, "Bool")
	return *(*bool)(v.ptr)
}

// Int returns the signed integer v.
func (v Value) Int() int64 {
	switch Kind(v.flag & flagKind) {
	case Int, Int64:
		return *(*int64)(v.ptr)
	case Int32:
		return int64(*(*int32)(v.ptr))
	case Int8:
		return int64(*(*int8)(v.ptr))
	case Int16:
		return int64(*(*int16)(v.ptr))
	}
	v.badKind("Int")
	return 0
}

// Uint returns the unsigned integer v.
func (v Value) Uint() uint64 {
	switch Kind(v.flag & flagKind) {
	case Uint, Uint64, Uintptr:
		return *(*uint64)(v.ptr)
	case Uint32:
		return uint64(*(*uint32)(v.ptr))
	case Uint8:
		return uint64(*(*uint8)(v.ptr))
	case Uint16:
		return uint64(*(*uint16)(v.ptr))
	}
	v.badKind("Uint")
	return 0
}

// Float returns the floating-point number v.
func (v Value) Float() float64 {
	switch Kind(v.flag & flagKind) {
	case Float64:
		return *(*float64)(v.ptr)
	case Float32:
		return float64(*(*float32)(v.ptr))
	}
	v.badKind("Float")
	return 0
}

// Complex returns the complex number v.
func (v Value) Complex() complex128 {
	switch Kind(v.flag & flagKind) {
	case Complex128:
		return *(*complex128)(v.ptr)
	case Complex64:
		return complex128(*(*complex64)(v.ptr))
	}
	v.badKind("Complex")
	return 0
}

// SetBool sets the variable v.
func (v Value) SetBool(x bool) {
	v.mustAssign("SetBool")
	v.must(Bool, "SetBool")
	*(*bool)(v.ptr) = x
}

// SetInt sets the variable v; bits that do not fit are lost.
func (v Value) SetInt(x int64) {
	v.mustAssign("SetInt")
	switch Kind(v.flag & flagKind) {
	case Int, Int64:
		*(*int64)(v.ptr) = x
	case Int32:
		*(*int32)(v.ptr) = int32(x)
	case Int8:
		*(*int8)(v.ptr) = int8(x)
	case Int16:
		*(*int16)(v.ptr) = int16(x)
	default:
		v.badKind("SetInt")
	}
}

// SetUint sets the variable v; bits that do not fit are lost.
func (v Value) SetUint(x uint64) {
	v.mustAssign("SetUint")
	switch Kind(v.flag & flagKind) {
	case Uint, Uint64, Uintptr:
		*(*uint64)(v.ptr) = x
	case Uint32:
		*(*uint32)(v.ptr) = uint32(x)
	case Uint8:
		*(*uint8)(v.ptr) = uint8(x)
	case Uint16:
		*(*uint16)(v.ptr) = uint16(x)
	default:
		v.badKind("SetUint")
	}
}

// SetFloat sets the variable v.
func (v Value) SetFloat(x float64) {
	v.mustAssign("SetFloat")
	switch Kind(v.flag & flagKind) {
	case Float64:
		*(*float64)(v.ptr) = x
	case Float32:
		*(*float32)(v.ptr) = float32(x)
	default:
		v.badKind("SetFloat")
	}
}

// SetComplex sets the variable v.
func (v Value) SetComplex(x complex128) {
	v.mustAssign("SetComplex")
	switch Kind(v.flag & flagKind) {
	case Complex128:
		*(*complex128)(v.ptr) = x
	case Complex64:
		*(*complex64)(v.ptr) = complex64(x)
	default:
		v.badKind("SetComplex")
	}
}

// SetString sets the variable v.
func (v Value) SetString(x string) {
	v.mustAssign("SetString")
	v.must(String, "SetString")
	*(*string)(v.ptr) = x
}

// SetPointer sets the unsafe.Pointer v.
func (v Value) SetPointer(x unsafe.Pointer) {
	v.mustAssign("SetPointer")
	v.must(UnsafePointer, "SetPointer")
	*(*unsafe.Pointer)(v.ptr) = x
}

// overflows reports whether x does not fit an integer of that many bytes.
func overflowsInt(x int64, size uintptr) bool {
	shift := 64 - size*8
	return x != x<<shift>>shift
}

func overflowsUint(x uint64, size uintptr) bool {
	shift := 64 - size*8
	return x != x<<shift>>shift
}

func overflowsFloat32(x float64) bool {
	const largest = 0x1p127 * (1 + (1 - 0x1p-23))
	if x < 0 {
		x = -x
	}
	return x > largest && x <= 0x1p1023*(1+(1-0x1p-52))
}

// OverflowInt, OverflowUint, OverflowFloat and OverflowComplex report whether x does not fit v.
func (v Value) OverflowInt(x int64) bool {
	if !v.CanInt() {
		v.badKind("OverflowInt")
	}
	return overflowsInt(x, v.typ.size)
}

func (v Value) OverflowUint(x uint64) bool {
	if !v.CanUint() {
		v.badKind("OverflowUint")
	}
	return overflowsUint(x, v.typ.size)
}

func (v Value) OverflowFloat(x float64) bool {
	if !v.CanFloat() {
		v.badKind("OverflowFloat")
	}
	return v.Kind() == Float32 && overflowsFloat32(x)
}

func (v Value) OverflowComplex(x complex128) bool {
	if !v.CanComplex() {
		v.badKind("OverflowComplex")
	}
	return v.Kind() == Complex64 && (overflowsFloat32(real(x)) || overflowsFloat32(imag(x)))
}

func (t *rtype) OverflowInt(x int64) bool {
	if k := t.Kind(); k < Int || k > Int64 {
		panic("reflect: OverflowInt of non-int type " + t.String())
	}
	return overflowsInt(x, t.size)
}

func (t *rtype) OverflowUint(x uint64) bool {
	if k := t.Kind(); k < Uint || k > Uintptr {
		panic("reflect: OverflowUint of non-uint type " + t.String())
	}
	return overflowsUint(x, t.size)
}

func (t *rtype) OverflowFloat(x float64) bool {
	if k := t.Kind(); k != Float32 && k != Float64 {
		panic("reflect: OverflowFloat of non-float type " + t.String())
	}
	return t.size == 4 && overflowsFloat32(x)
}

func (t *rtype) OverflowComplex(x complex128) bool {
	if k := t.Kind(); k != Complex64 && k != Complex128 {
		panic("reflect: OverflowComplex of non-complex type " + t.String())
	}
	return t.size == 8 && (overflowsFloat32(real(x)) || overflowsFloat32(imag(x)))
}

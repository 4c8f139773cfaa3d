package reflect

import "unsafe"

func isZeroMemory(at unsafe.Pointer, size uintptr) bool

// Comparable reports whether v can be compared without a panic, which may depend on what interfaces in it hold.
func (v Value) Comparable() bool {
	switch v.Kind() {
	case Invalid:
		return false
	case Interface:
		return v.IsNil() || v.Elem().Comparable()
	case Array:
		switch Kind(v.typ.elem.kind) {
		case Interface, Array, Struct:
			for i := 0; i < int(v.typ.len); i++ {
				if !v.Index(i).Comparable() {
					return false
				}
			}
			return true
		}
	case Struct:
		for i := 0; i < int(v.typ.fieldCount); i++ {
			if !v.Field(i).Comparable() {
				return false
			}
		}
		return true
	}
	return v.Type().Comparable()
}

// Equal reports whether v equals u; of interfaces, what they hold. It panics if the values cannot be compared.
func (v Value) Equal(u Value) bool {
	if v.Kind() == Interface {
		v = v.Elem()
	}
	if u.Kind() == Interface {
		u = u.Elem()
	}
	if !v.IsValid() || !u.IsValid() {
		return v.IsValid() == u.IsValid()
	}
	if v.Kind() != u.Kind() || v.Type() != u.Type() {
		return false
	}
	switch k := v.Kind(); {
	case k == Bool:
		return v.Bool() == u.Bool()
	case isInt(k):
		return v.Int() == u.Int()
	case isUint(k):
		return v.Uint() == u.Uint()
	case isFloat(k):
		return v.Float() == u.Float()
	case isComplex(k):
		return v.Complex() == u.Complex()
	case k == String:
		return v.String() == u.String()
	case k == Chan || k == Pointer || k == UnsafePointer:
		return v.pointer() == u.pointer()
	case k == Array:
		for i := 0; i < int(v.typ.len); i++ {
			if !v.Index(i).Equal(u.Index(i)) {
				return false
			}
		}
		if v.typ.len > 0 || v.typ.Comparable() {
			return true
		}
	case k == Struct:
		for i := 0; i < int(v.typ.fieldCount); i++ {
			if !v.Field(i).Equal(u.Field(i)) {
				return false
			}
		}
		return true
	}
	panic("reflect.Value.Equal: values of type " + v.Type().String() + " are not comparable")
}

// IsZero reports whether v is the zero value of its type; a negative zero is, too.
func (v Value) IsZero() bool {
	switch k := v.Kind(); k {
	case Bool:
		return !v.Bool()
	case Float32, Float64:
		return v.Float() == 0
	case Complex64, Complex128:
		return v.Complex() == 0
	case String:
		return (*header)(v.ptr).len == 0
	case Chan, Func, Interface, Map, Pointer, Slice, UnsafePointer:
		return v.IsNil()
	case Array, Struct:
		if v.flag&flagIndirect == 0 {
			return v.ptr == nil
		}
		if v.typ.flags&typeMemoryEqual != 0 {
			return isZeroMemory(v.ptr, v.typ.size)
		}
		if k == Array {
			for i := 0; i < int(v.typ.len); i++ {
				if !v.Index(i).IsZero() {
					return false
				}
			}
			return true
		}
		for i := 0; i < int(v.typ.fieldCount); i++ {
			if !v.Field(i).IsZero() && cString(v.typ.field(i).name) != "_" {
				return false
			}
		}
		return true
	case Invalid:
		v.badKind("IsZero")
	}
	return isZeroMemory(v.ptr, v.typ.size) // integers
}

// visit is a comparison of two references that is under way.
type visit struct {
	a, b unsafe.Pointer
	typ  *rtype
}

// DeepEqual reports whether x and y are of one type and equal in all that they refer to. Maps, slices and pointers are equal if what they hold is, a nil one
// and an empty one are not; functions are equal only if both are nil. A comparison that leads to itself counts as equal there.
func DeepEqual(x, y any) bool {
	if x == nil || y == nil {
		return x == y
	}
	v, u := ValueOf(x), ValueOf(y)
	if v.typ != u.typ {
		return false
	}
	if k := v.Kind(); k <= Complex128 || k == String {
		return v.Equal(u)
	}
	return deepEqual(v, u, map[visit]bool{})
}

// met notes that two references are being compared, and reports whether they were before. The pair counts in either order.
func met(v, u Value, visited map[visit]bool) bool {
	switch v.Kind() {
	case Map, Slice, Interface, Pointer:
	default:
		return false
	}
	if v.IsNil() || u.IsNil() {
		return false
	}
	a, b := v.ptr, u.ptr
	if k := v.Kind(); k == Map || k == Pointer {
		a, b = v.pointer(), u.pointer()
	}
	if uintptr(a) > uintptr(b) {
		a, b = b, a
	}
	pair := visit{a, b, v.typ}
	if visited[pair] {
		return true
	}
	visited[pair] = true
	return false
}

func deepEqual(v, u Value, visited map[visit]bool) bool {
	if !v.IsValid() || !u.IsValid() {
		return v.IsValid() == u.IsValid()
	}
	if v.typ != u.typ {
		return false
	}
	if met(v, u, visited) {
		return true
	}
	switch v.Kind() {
	case Array:
		return deepEqualElements(v, u, visited)
	case Slice:
		a, b := (*header)(v.ptr), (*header)(u.ptr)
		if (a.ptr == nil) != (b.ptr == nil) || a.len != b.len {
			return false
		}
		if a.ptr == b.ptr {
			return true
		}
		if Kind(v.typ.elem.kind) == Uint8 {
			return string(v.Bytes()) == string(u.Bytes())
		}
		return deepEqualElements(v, u, visited)
	case Interface:
		if v.IsNil() || u.IsNil() {
			return v.IsNil() == u.IsNil()
		}
		return deepEqual(v.Elem(), u.Elem(), visited)
	case Pointer:
		return v.pointer() == u.pointer() || deepEqual(v.Elem(), u.Elem(), visited)
	case Struct:
		for i := 0; i < int(v.typ.fieldCount); i++ {
			if !deepEqual(v.Field(i), u.Field(i), visited) {
				return false
			}
		}
		return true
	case Map:
		return deepEqualMaps(v, u, visited)
	case Func:
		return v.IsNil() && u.IsNil()
	}
	return v.Equal(u)
}

func deepEqualElements(v, u Value, visited map[visit]bool) bool {
	for i := 0; i < v.Len(); i++ {
		if !deepEqual(v.Index(i), u.Index(i), visited) {
			return false
		}
	}
	return true
}

func deepEqualMaps(v, u Value, visited map[visit]bool) bool {
	if v.IsNil() != u.IsNil() || v.Len() != u.Len() {
		return false
	}
	if v.pointer() == u.pointer() {
		return true
	}
	for iter := v.MapRange(); iter.Next(); {
		x, y := iter.Value(), u.MapIndex(iter.Key())
		if !x.IsValid() || !y.IsValid() || !deepEqual(x, y, visited) {
			return false
		}
	}
	return true
}

package reflect

// Method describes a method of a type.
type Method struct {
	Name    string
	PkgPath string // of the package that the method's name belongs to; "" if it is exported
	Type    Type   // with the receiver as first parameter, unless it is a method of an interface type
	Func    Value  // takes the receiver first; the zero Value for methods of an interface type
	Index   int    // for Type.Method
}

// IsExported reports whether m is exported.
func (m Method) IsExported() bool { return m.PkgPath == "" }

// exported returns the i'th exported method of a type that is no interface, nil if there are not so many.
func (t *rtype) exported(i int) *methodInfo {
	for j := 0; j < int(t.methodCount); j++ {
		m := t.method(j)
		if m.pkgPath != nil {
			continue
		}
		if i == 0 {
			return m
		}
		i--
	}
	return nil
}

func (t *rtype) NumMethod() int {
	if Kind(t.kind) == Interface {
		return int(t.methodCount)
	}
	n := 0
	for i := 0; i < int(t.methodCount); i++ {
		if t.method(i).pkgPath == nil {
			n++
		}
	}
	return n
}

func (t *rtype) Method(i int) Method {
	if Kind(t.kind) == Interface {
		if uint(i) >= uint(t.methodCount) {
			panic("reflect: Method index out of range")
		}
		m := t.method(i)
		return Method{Name: cString(m.name), PkgPath: cString(m.pkgPath), Type: m.typ, Index: i}
	}
	var m *methodInfo
	if i >= 0 {
		m = t.exported(i)
	}
	if m == nil {
		panic("reflect: Method index out of range")
	}
	in := []*rtype{t}
	for j := 0; j < int(m.typ.paramCount); j++ {
		in = append(in, m.typ.param(j))
	}
	out := make([]*rtype, int(m.typ.resultCount))
	for j := range out {
		out[j] = m.typ.result(j)
	}
	full := funcOf(in, out, m.typ.variadic)
	return Method{Name: cString(m.name), Type: full, Func: t.methodFunc(m, full, i), Index: i}
}

// methodFunc returns the method as a function of type full. One that takes a pointer as its receiver is that function already.
func (t *rtype) methodFunc(m *methodInfo, full *rtype, i int) Value {
	if t.isDirect() {
		return Value{full, m.fn, flag(Func)}
	}
	return MakeFunc(full, func(args []Value) []Value {
		method := args[0].Method(i)
		if full.variadic {
			return method.CallSlice(args[1:])
		}
		return method.Call(args[1:])
	})
}

func (t *rtype) MethodByName(name string) (Method, bool) {
	i := t.methodIndex(name)
	if i < 0 {
		return Method{}, false
	}
	return t.Method(i), true
}

// methodIndex returns the index of the method of that name for Method, -1 if there is none.
func (t *rtype) methodIndex(name string) int {
	n := 0
	for i := 0; i < int(t.methodCount); i++ {
		m := t.method(i)
		if m.pkgPath != nil && Kind(t.kind) != Interface {
			continue
		}
		if cString(m.name) == name {
			return n
		}
		n++
	}
	return -1
}

// NumMethod returns the number of methods that Method reaches.
func (v Value) NumMethod() int {
	if v.typ == nil {
		v.badKind("NumMethod")
	}
	if v.flag&flagMethod != 0 {
		return 0
	}
	return v.typ.NumMethod()
}

// Method returns the i'th method of v as a func that takes no receiver.
func (v Value) Method(i int) Value {
	if v.typ == nil {
		v.badKind("Method")
	}
	if v.flag&flagMethod != 0 || uint(i) >= uint(v.typ.NumMethod()) {
		panic("reflect: Method index out of range")
	}
	return v.methodValue(i)
}

func (v Value) methodValue(i int) Value {
	if Kind(v.typ.kind) == Interface && v.IsNil() {
		panic("reflect: Method on nil interface value")
	}
	return Value{v.typ, v.ptr, v.flag.ro() | v.flag&(flagIndirect|flagAddr) | flag(Func) | flag(i)<<methodShift | flagMethod}
}

// MethodByName returns the method of that name, the zero Value if there is none.
func (v Value) MethodByName(name string) Value {
	if v.typ == nil {
		v.badKind("MethodByName")
	}
	if v.flag&flagMethod != 0 {
		return Value{}
	}
	i := v.typ.methodIndex(name)
	if i < 0 {
		return Value{}
	}
	return v.methodValue(i)
}

// methodType returns the type of v, a method.
func (v Value) methodType() Type {
	i := int(v.flag) >> methodShift
	if Kind(v.typ.kind) == Interface {
		return v.typ.method(i).typ
	}
	return v.typ.exported(i).typ
}

package reflect

import "unicode"

// structSpec is a field for structOf: struct field_spec of native/reflect_struct.c.
type structSpec struct {
	name, pkgPath, tag string
	typ                *rtype
	embedded           bool
}

func structOf(fields []structSpec) *rtype

// StructOf returns the struct type with those fields; their Offset and Index do not matter. Methods of an embedded first field are promoted.
func StructOf(fields []StructField) Type {
	specs := make([]structSpec, len(fields))
	names := map[string]bool{}
	pkgPath := ""
	size := uintptr(0)
	for i, f := range fields {
		checkField(i, f)
		if f.PkgPath != "" {
			if pkgPath != "" && pkgPath != f.PkgPath {
				panic("reflect.Struct: fields with different PkgPath " + pkgPath + " and " + f.PkgPath)
			}
			pkgPath = f.PkgPath
		}
		t := f.Type.common()
		if f.Anonymous {
			checkEmbedded(i, t, len(fields))
		}
		if names[f.Name] && f.Name != "_" {
			panic("reflect.StructOf: duplicate field " + f.Name)
		}
		names[f.Name] = true
		size += t.size
		if size+64 < t.size || size > 1<<62 {
			panic("reflect.StructOf: struct size would exceed virtual address space")
		}
		specs[i] = structSpec{f.Name, f.PkgPath, string(f.Tag), t, f.Anonymous}
	}
	return structOf(specs)
}

// checkField panics if field i cannot be one.
func checkField(i int, f StructField) {
	at := "reflect.StructOf: field " + decimal(i)
	if f.Name == "" {
		panic(at + " has no name")
	}
	for j, c := range f.Name {
		if c != '_' && !unicode.IsLetter(c) && (j == 0 || !unicode.IsDigit(c)) {
			panic(at + " has invalid name")
		}
	}
	if f.Type == nil {
		panic(at + " has no type")
	}
	if f.Anonymous && f.PkgPath != "" {
		panic("reflect.StructOf: field \"" + f.Name + "\" is anonymous but has PkgPath set")
	}
	if c := f.Name[0]; f.PkgPath == "" && ('a' <= c && c <= 'z' || c == '_') {
		panic("reflect.StructOf: field \"" + f.Name + "\" is unexported but missing PkgPath")
	}
}

// checkEmbedded panics where Go cannot embed field i of n, of type t.
func checkEmbedded(i int, t *rtype, n int) {
	inner := t
	if Kind(t.kind) == Pointer {
		inner = t.elem
		if k := Kind(inner.kind); k == Pointer || k == Interface {
			panic("reflect.StructOf: illegal embedded field type " + t.String())
		}
	}
	hasMethods := Kind(t.kind) != Interface && t.methodCount > 0
	switch {
	case hasMethods && i > 0:
		panic("reflect: embedded type with methods not implemented if type is not first field")
	case hasMethods && Kind(t.kind) == Pointer && n > 1:
		panic("reflect: embedded type with methods not implemented if there is more than one field")
	case n > 1 && t.isDirect() && t.hasName():
		panic("reflect: embedded type with methods not implemented for non-pointer type")
	}
	for j := 0; j < int(t.methodCount); j++ {
		if p := t.method(j).pkgPath; p != nil && cString(p) != inner.PkgPath() {
			panic("reflect: embedded interface with unexported method(s) not implemented")
		}
	}
}

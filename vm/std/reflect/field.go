package reflect

import "strconv"

// StructField describes a field of a struct type.
type StructField struct {
	Name      string
	PkgPath   string // of the package that the field's name belongs to; "" if it is exported
	Type      Type
	Tag       StructTag
	Offset    uintptr // in bytes, within the struct
	Index     []int   // for Type.FieldByIndex
	Anonymous bool    // embedded
}

// IsExported reports whether f is exported.
func (f StructField) IsExported() bool { return f.PkgPath == "" }

// StructTag is the tag of a field: by convention key:"value" pairs, which spaces separate.
type StructTag string

// Get returns the value of a key, "" if there is none.
func (tag StructTag) Get(key string) string {
	value, _ := tag.Lookup(key)
	return value
}

// Lookup returns the value of a key, and whether it is there. What does not follow the convention ends the search.
func (tag StructTag) Lookup(key string) (value string, ok bool) {
	s := string(tag)
	for {
		for s != "" && s[0] == ' ' {
			s = s[1:]
		}
		n := 0
		for n < len(s) && s[n] > ' ' && s[n] != ':' && s[n] != '"' && s[n] != 0x7f {
			n++
		}
		if n == 0 || n+1 >= len(s) || s[n] != ':' || s[n+1] != '"' {
			return "", false
		}
		name := s[:n]
		s = s[n+1:]
		end := 1
		for end < len(s) && s[end] != '"' {
			if s[end] == '\\' {
				end++
			}
			end++
		}
		if end >= len(s) {
			return "", false
		}
		quoted := s[:end+1]
		s = s[end+1:]
		if name == key {
			text, err := strconv.Unquote(quoted)
			return text, err == nil
		}
	}
}

// structField describes field i of a struct type.
func (t *rtype) structField(i int) StructField {
	info := t.field(i)
	return StructField{Name: cString(info.name), PkgPath: cString(info.pkgPath), Type: info.typ, Tag: StructTag(cString(info.tag)), Offset: uintptr(info.offset),
		Index: []int{i}, Anonymous: info.embedded}
}

func (t *rtype) NumField() int {
	t.must(Struct, "NumField")
	return int(t.fieldCount)
}

func (t *rtype) Field(i int) StructField {
	t.must(Struct, "Field")
	if uint(i) >= uint(t.fieldCount) {
		panic("reflect: Field index out of bounds")
	}
	return t.structField(i)
}

func (t *rtype) FieldByIndex(index []int) StructField {
	t.must(Struct, "FieldByIndex")
	var f StructField
	at := Type(t)
	for i, n := range index {
		if i > 0 {
			if at.Kind() == Pointer && at.Elem().Kind() == Struct {
				at = at.Elem()
			}
		}
		f = at.Field(n)
		at = f.Type
	}
	return f
}

func (t *rtype) FieldByName(name string) (StructField, bool) {
	t.must(Struct, "FieldByName")
	embedded := false
	if name != "" {
		for i := 0; i < int(t.fieldCount); i++ {
			info := t.field(i)
			if cString(info.name) == name {
				return t.structField(i), true
			}
			embedded = embedded || info.embedded
		}
	}
	if !embedded {
		return StructField{}, false
	}
	return t.findField(func(s string) bool { return s == name })
}

func (t *rtype) FieldByNameFunc(match func(string) bool) (StructField, bool) {
	t.must(Struct, "FieldByNameFunc")
	return t.findField(match)
}

// embedding is a struct type on the way of a search, with the path to it.
type embedding struct {
	typ  *rtype
	path []int
}

// findField searches t and what it embeds, level by level. The first level that has a match decides: two matches there hide each other. A type that a level
// has twice hides its own fields in the same way.
func (t *rtype) findField(match func(string) bool) (found StructField, ok bool) {
	level := []embedding{{typ: t}}
	times := map[*rtype]int{t: 1} // of the level at hand
	seen := map[*rtype]bool{}
	for len(level) > 0 && !ok {
		var next []embedding
		nextTimes := map[*rtype]int{}
		for _, e := range level {
			if seen[e.typ] {
				continue
			}
			seen[e.typ] = true
			for i := 0; i < int(e.typ.fieldCount); i++ {
				info := e.typ.field(i)
				into := info.typ
				if info.embedded && Kind(into.kind) == Pointer {
					into = into.elem
				}
				if match(cString(info.name)) {
					if times[e.typ] > 1 || ok {
						return StructField{}, false
					}
					found = e.typ.structField(i)
					found.Index = append(append([]int(nil), e.path...), i)
					ok = true
					continue
				}
				if ok || !info.embedded || Kind(into.kind) != Struct {
					continue
				}
				if nextTimes[into] > 0 {
					nextTimes[into] = 2 // more do not matter
					continue
				}
				nextTimes[into] = 1
				if times[e.typ] > 1 {
					nextTimes[into] = 2
				}
				next = append(next, embedding{into, append(append([]int(nil), e.path...), i)})
			}
		}
		level, times = next, nextTimes
	}
	return found, ok
}

// VisibleFields returns the fields of a struct type, and after each embedded struct the fields that it promotes, unexported ones too. Fields that others hide
// are left out.
func VisibleFields(t Type) []StructField {
	if t == nil {
		panic("reflect: VisibleFields(nil)")
	}
	if t.Kind() != Struct {
		panic("reflect.VisibleFields of non-struct type")
	}
	w := fieldWalk{byName: map[string]int{}, visiting: map[Type]bool{}}
	w.walk(t)
	kept := w.fields[:0]
	for _, f := range w.fields {
		if f.Name != "" {
			kept = append(kept, f)
		}
	}
	return kept
}

// fieldWalk is the state of VisibleFields: fields in order, hidden ones without a name.
type fieldWalk struct {
	fields   []StructField
	byName   map[string]int
	visiting map[Type]bool
	path     []int
}

func (w *fieldWalk) walk(t Type) {
	if w.visiting[t] {
		return
	}
	w.visiting[t] = true
	for i := 0; i < t.NumField(); i++ {
		f := t.Field(i)
		w.path = append(w.path, i)
		f.Index = append([]int(nil), w.path...)
		w.add(f)
		if f.Anonymous {
			into := f.Type
			if into.Kind() == Pointer {
				into = into.Elem()
			}
			if into.Kind() == Struct {
				w.walk(into)
			}
		}
		w.path = w.path[:len(w.path)-1]
	}
	delete(w.visiting, t)
}

// add enters a field unless one of its name is less deep; two that are equally deep hide each other.
func (w *fieldWalk) add(f StructField) {
	old, ok := w.byName[f.Name]
	if ok {
		switch depth := len(w.fields[old].Index); {
		case len(f.Index) > depth:
			return
		case len(f.Index) == depth:
			w.fields[old].Name = ""
			return
		}
		w.fields[old].Name = ""
	}
	w.byName[f.Name] = len(w.fields)
	w.fields = append(w.fields, f)
}

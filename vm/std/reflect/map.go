package reflect

import "unsafe"

func makeMap(t *rtype, hint int) unsafe.Pointer
func mapLength(m unsafe.Pointer) int
func mapLookup(t *rtype, m, key unsafe.Pointer) unsafe.Pointer
func mapAssign(t *rtype, m, key, value unsafe.Pointer)
func mapDelete(t *rtype, m, key unsafe.Pointer)
func mapClear(m unsafe.Pointer)
func mapBegin(m unsafe.Pointer) unsafe.Pointer
func mapNext(it unsafe.Pointer) (key, value unsafe.Pointer)

// MakeMap returns a new map of the type.
func MakeMap(typ Type) Value { return MakeMapWithSize(typ, 0) }

// MakeMapWithSize returns a new map with room for n entries.
func MakeMapWithSize(typ Type, n int) Value {
	if typ.Kind() != Map {
		panic("reflect.MakeMapWithSize of non-map type")
	}
	t := typ.common()
	return Value{t, makeMap(t, n), flag(Map)}
}

// MapIndex returns the value of a key in the map v, the zero Value if it is not there.
func (v Value) MapIndex(key Value) Value {
	v.must(Map, "MapIndex")
	key = key.assignTo("reflect.Value.MapIndex", v.typ.key)
	at := mapLookup(v.typ, v.pointer(), key.address())
	if at == nil {
		return Value{}
	}
	return copied(v.typ.elem, at, (v.flag | key.flag).ro())
}

// MapKeys returns the keys of the map v, in no order.
func (v Value) MapKeys() []Value {
	v.must(Map, "MapKeys")
	m := v.pointer()
	keys := make([]Value, 0, mapLength(m))
	it := mapBegin(m)
	for {
		key, _ := mapNext(it)
		if key == nil {
			return keys
		}
		keys = append(keys, copied(v.typ.key, key, v.flag.ro()))
	}
}

// SetMapIndex stores elem under key in the map v; the zero Value deletes the key.
func (v Value) SetMapIndex(key, elem Value) {
	v.must(Map, "SetMapIndex")
	v.mustExport("SetMapIndex")
	key.mustExport("SetMapIndex")
	key = key.assignTo("reflect.Value.SetMapIndex", v.typ.key)
	if elem.typ == nil {
		mapDelete(v.typ, v.pointer(), key.address())
		return
	}
	elem.mustExport("SetMapIndex")
	elem = elem.assignTo("reflect.Value.SetMapIndex", v.typ.elem)
	mapAssign(v.typ, v.pointer(), key.address(), elem.address())
}

// MapIter goes over the entries of a map.
type MapIter struct {
	m          Value
	it         unsafe.Pointer
	key, value unsafe.Pointer // of the entry at hand; key is nil at the end
}

// MapRange returns an iterator over the map v, which stands before the first entry.
func (v Value) MapRange() *MapIter {
	if v.Kind() != Map {
		v.badKind("MapRange")
	}
	return &MapIter{m: v}
}

// Next goes to the next entry, and returns false if there is none.
func (iter *MapIter) Next() bool {
	if iter.m.flag == 0 {
		panic("MapIter.Next called on an iterator that does not have an associated map Value")
	}
	if iter.it == nil {
		iter.it = mapBegin(iter.m.pointer())
	} else if iter.key == nil {
		panic("MapIter.Next called on exhausted iterator")
	}
	iter.key, iter.value = mapNext(iter.it)
	return iter.key != nil
}

// at panics unless the iterator stands at an entry.
func (iter *MapIter) at(method string) {
	if iter.it == nil {
		panic(method + " called before Next")
	}
	if iter.key == nil {
		panic(method + " called on exhausted iterator")
	}
}

// Key returns the key of the entry at hand.
func (iter *MapIter) Key() Value {
	iter.at("MapIter.Key")
	return copied(iter.m.typ.key, iter.key, iter.m.flag.ro())
}

// Value returns the value of the entry at hand.
func (iter *MapIter) Value() Value {
	iter.at("MapIter.Value")
	return copied(iter.m.typ.elem, iter.value, iter.m.flag.ro())
}

// Reset makes the iterator one over the map v; of the zero Value, one over nothing.
func (iter *MapIter) Reset(v Value) {
	if v.flag != 0 {
		v.must(Map, "Reset")
	}
	*iter = MapIter{m: v}
}

// SetIterKey sets the variable v to the key of the entry at hand.
func (v Value) SetIterKey(iter *MapIter) {
	iter.at("reflect: Value.SetIterKey")
	v.mustAssign("SetIterKey")
	iter.m.mustExport("SetIterKey")
	v.setEntry(iter.entry(iter.m.typ.key, iter.key).assignTo("reflect.MapIter.SetKey", v.typ))
}

// SetIterValue sets the variable v to the value of the entry at hand.
func (v Value) SetIterValue(iter *MapIter) {
	iter.at("reflect: Value.SetIterValue")
	v.mustAssign("SetIterValue")
	iter.m.mustExport("SetIterValue")
	v.setEntry(iter.entry(iter.m.typ.elem, iter.value).assignTo("reflect.MapIter.SetValue", v.typ))
}

// entry returns a part of the entry at hand where it lies in the map.
func (iter *MapIter) entry(t *rtype, at unsafe.Pointer) Value {
	return Value{t, at, iter.m.flag.ro() | flag(t.kind) | flagIndirect}
}

func (v Value) setEntry(x Value) { move(v.typ, v.ptr, x.address()) }

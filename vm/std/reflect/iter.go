package reflect

import "iter"

// yields reports whether t is a func type with one parameter, a func of n parameters that returns a bool.
func (t *rtype) yields(n int) bool {
	if Kind(t.kind) != Func || t.paramCount != 1 || t.resultCount != 0 {
		return false
	}
	yield := t.param(0)
	return Kind(yield.kind) == Func && int(yield.paramCount) == n && yield.resultCount == 1 && Kind(yield.result(0).kind) == Bool
}

func (t *rtype) CanSeq() bool {
	switch k := Kind(t.kind); k {
	case Array, Slice, Chan, String, Map:
		return true
	case Func:
		return t.yields(1)
	case Pointer:
		return Kind(t.elem.kind) == Array
	default:
		return isInt(k) || isUint(k)
	}
}

func (t *rtype) CanSeq2() bool {
	switch Kind(t.kind) {
	case Array, Slice, String, Map:
		return true
	case Func:
		return t.yields(2)
	case Pointer:
		return Kind(t.elem.kind) == Array
	}
	return false
}

// Seq returns an iterator over what "for x := range v" gives.
func (v Value) Seq() iter.Seq[Value] {
	if t := v.signature(); t != nil && t.yields(1) {
		return func(yield func(Value) bool) {
			v.Call([]Value{MakeFunc(t.param(0), func(in []Value) []Value { return []Value{ValueOf(yield(in[0]))} })})
		}
	}
	switch k := v.Kind(); {
	case isInt(k):
		return countTo(uint64(max(v.Int(), 0)), v.typ)
	case isUint(k):
		return countTo(v.Uint(), v.typ)
	case k == Array || k == Slice || v.arrayOfPointer() != nil:
		return func(yield func(Value) bool) {
			for i, n := 0, v.Len(); i < n && yield(ValueOf(i)); i++ {
			}
		}
	case k == String:
		return func(yield func(Value) bool) {
			for i := range v.String() {
				if !yield(ValueOf(i)) {
					return
				}
			}
		}
	case k == Map:
		return func(yield func(Value) bool) {
			for it := v.MapRange(); it.Next() && yield(it.Key()); {
			}
		}
	case k == Chan:
		return func(yield func(Value) bool) {
			for {
				x, ok := v.Recv()
				if !ok || !yield(x) {
					return
				}
			}
		}
	}
	panic("reflect: " + v.Type().String() + " cannot produce iter.Seq[Value]")
}

// countTo gives the numbers below n as values of type t.
func countTo(n uint64, t *rtype) iter.Seq[Value] {
	return func(yield func(Value) bool) {
		for i := uint64(0); i < n && yield(makeInt(0, i, t)); i++ {
		}
	}
}

// signature returns the type of the function v, also of a method; nil of what is none.
func (v Value) signature() *rtype {
	if v.Kind() != Func {
		return nil
	}
	return v.Type().common()
}

// Seq2 returns an iterator over what "for x, y := range v" gives.
func (v Value) Seq2() iter.Seq2[Value, Value] {
	if t := v.signature(); t != nil && t.yields(2) {
		return func(yield func(Value, Value) bool) {
			v.Call([]Value{MakeFunc(t.param(0), func(in []Value) []Value { return []Value{ValueOf(yield(in[0], in[1]))} })})
		}
	}
	switch k := v.Kind(); {
	case k == Array || k == Slice || v.arrayOfPointer() != nil:
		return func(yield func(Value, Value) bool) {
			of := Indirect(v)
			for i, n := 0, v.Len(); i < n && yield(ValueOf(i), of.Index(i)); i++ {
			}
		}
	case k == String:
		return func(yield func(Value, Value) bool) {
			for i, r := range v.String() {
				if !yield(ValueOf(i), ValueOf(r)) {
					return
				}
			}
		}
	case k == Map:
		return func(yield func(Value, Value) bool) {
			for it := v.MapRange(); it.Next() && yield(it.Key(), it.Value()); {
			}
		}
	}
	panic("reflect: " + v.Type().String() + " cannot produce iter.Seq2[Value, Value]")
}

// count returns an iterator over get(0) to get(n-1).
func count[T any](n int, get func(i int) T) iter.Seq[T] {
	return func(yield func(T) bool) {
		for i := 0; i < n && yield(get(i)); i++ {
		}
	}
}

func (t *rtype) Fields() iter.Seq[StructField] {
	t.must(Struct, "Fields")
	return count(int(t.fieldCount), t.Field)
}

func (t *rtype) Methods() iter.Seq[Method] { return count(t.NumMethod(), t.Method) }

func (t *rtype) Ins() iter.Seq[Type] {
	t.must(Func, "Ins")
	return count(int(t.paramCount), t.In)
}

func (t *rtype) Outs() iter.Seq[Type] {
	t.must(Func, "Outs")
	return count(int(t.resultCount), t.Out)
}

// Fields returns an iterator over the fields of the struct v and their values.
func (v Value) Fields() iter.Seq2[StructField, Value] {
	t := v.Type()
	t.common().must(Struct, "Fields")
	return func(yield func(StructField, Value) bool) {
		for i, n := 0, v.NumField(); i < n && yield(t.Field(i), v.Field(i)); i++ {
		}
	}
}

// Methods returns an iterator over the methods of v's type and those of v.
func (v Value) Methods() iter.Seq2[Method, Value] {
	return func(yield func(Method, Value) bool) {
		t := v.Type()
		for i, n := 0, v.NumMethod(); i < n && yield(t.Method(i), v.Method(i)); i++ {
		}
	}
}

package reflect

import "unsafe"

// A call goes through a frame, an object that holds the parameters, then the results of the function's type; its fields are laid out by frameOf. A trampoline,
// bytecode that the compiler makes for the type, moves values between the frame and the function (vm/compile/trampoline.c).

func frameOf(t *rtype) *rtype
func caller(t *rtype) func(fn, frame unsafe.Pointer)
func methodCaller(t *rtype) func(fn, receiver, frame unsafe.Pointer)
func madeCode(t *rtype) unsafe.Pointer
func boundCode(t *rtype) unsafe.Pointer
func fill(layout *rtype, frame unsafe.Pointer, in []Value, from int) int
func take(layout *rtype, frame unsafe.Pointer, from int, to []Value)
func interfaceMethod(at unsafe.Pointer, i int) unsafe.Pointer

// Call calls the function v with those arguments. The last parameters of a variadic function are given one by one.
func (v Value) Call(in []Value) []Value {
	v.must(Func, "Call")
	v.mustExport("Call")
	return v.call("Call", in)
}

// CallSlice calls the variadic function v; the last argument is the slice of its last parameters.
func (v Value) CallSlice(in []Value) []Value {
	v.must(Func, "CallSlice")
	v.mustExport("CallSlice")
	return v.call("CallSlice", in)
}

func (v Value) call(op string, in []Value) []Value {
	t := v.typ
	var fn, receiver unsafe.Pointer
	if v.flag&flagMethod != 0 {
		t, fn, receiver = v.callee(op)
	} else {
		fn = v.pointer()
	}
	if fn == nil {
		panic("reflect.Value.Call: call of nil function")
	}
	if t.variadic || op != "Call" || len(in) != int(t.paramCount) {
		in = t.arguments(op, in)
	}
	layout := frameOf(t)
	frame := newObject(layout)
	for i := fill(layout, frame, in, 0); i < len(in); i = fill(layout, frame, in, i+1) {
		t.checkArguments(op, in[i:], i)
		x := in[i].assignTo("reflect.Value.Call", t.param(i))
		move(x.typ, unsafe.Add(frame, int(layout.field(i).offset)), x.address())
	}
	if v.flag&flagMethod != 0 {
		methodCaller(t)(fn, receiver, frame)
	} else {
		caller(t)(fn, frame)
	}
	if t.resultCount == 0 {
		return nil
	}
	out := make([]Value, int(t.resultCount))
	take(layout, frame, len(in), out)
	return out
}

// arguments returns one argument for each parameter: those of a variadic function's last one become a slice.
func (t *rtype) arguments(op string, in []Value) []Value {
	n := int(t.paramCount)
	isSlice := op == "CallSlice"
	if isSlice && !t.variadic {
		panic("reflect: CallSlice of non-variadic function")
	}
	spread := t.variadic && !isSlice
	if spread {
		n--
	}
	if len(in) < n {
		panic("reflect: " + op + " with too few input arguments")
	}
	if !spread && len(in) > n {
		panic("reflect: " + op + " with too many input arguments")
	}
	for _, x := range in {
		if x.Kind() == Invalid {
			panic("reflect: " + op + " using zero Value argument")
		}
	}
	if !spread {
		return in
	}
	t.checkArguments(op, in[:n], 0)
	rest := MakeSlice(t.param(n), len(in)-n, len(in)-n)
	elem := rest.typ.elem
	for i, x := range in[n:] {
		if from := x.Type(); !assignable(elem, from.common()) {
			panic("reflect: cannot use " + from.String() + " as type " + elem.String() + " in " + op)
		}
		rest.Index(i).Set(x)
	}
	list := make([]Value, n+1)
	copy(list, in[:n])
	list[n] = rest
	return list
}

// checkArguments panics unless the values may be passed as the parameters from number first on.
func (t *rtype) checkArguments(op string, in []Value, first int) {
	for i, x := range in {
		if x.Kind() == Invalid {
			panic("reflect: " + op + " using zero Value argument")
		}
		if from, to := x.Type(), t.param(first+i); !assignable(to, from.common()) {
			panic("reflect: " + op + " using " + from.String() + " as type " + to.String())
		}
	}
	for _, x := range in {
		x.mustExport(op)
	}
}

// made is what a func value of MakeFunc points to.
type made struct {
	code    unsafe.Pointer
	handler func(m *made, frame unsafe.Pointer) // what the code calls
	typ     *rtype
	fn      func(args []Value) []Value
}

// MakeFunc returns a function of the type that calls fn. The last argument of a variadic function is a slice.
func MakeFunc(typ Type, fn func(args []Value) (results []Value)) Value {
	if typ.Kind() != Func {
		panic("reflect: call of MakeFunc with non-Func type")
	}
	t := typ.common()
	return Value{t, unsafe.Pointer(&made{madeCode(t), callMade, t, fn}), flag(Func)}
}

// callMade is called by the code of a made function: the parameters are in the frame, the results must come there.
func callMade(m *made, frame unsafe.Pointer) {
	t := m.typ
	layout := frameOf(t)
	n := int(t.paramCount)
	in := make([]Value, n)
	take(layout, frame, 0, in)
	out := m.fn(in)
	if len(out) != int(t.resultCount) {
		panic("reflect: wrong return count from function created by MakeFunc")
	}
	for i, x := range out {
		if x.typ == nil {
			panic("reflect: function created by MakeFunc using closure returned zero Value")
		}
		if x.flag&flagRO != 0 {
			panic("reflect: function created by MakeFunc using closure returned value obtained from unexported field")
		}
		x = x.assignTo("reflect.MakeFunc", t.result(i))
		move(x.typ, unsafe.Add(frame, int(layout.field(n+i).offset)), x.address())
	}
}

// bound is what a func value points to that is a method of a value.
type bound struct {
	code     unsafe.Pointer
	method   unsafe.Pointer
	receiver unsafe.Pointer
}

// bound returns the method v of a value as a func.
func (v Value) bound(op string) Value {
	t, fn, receiver := v.callee(op)
	return Value{t, unsafe.Pointer(&bound{boundCode(t), fn, receiver}), v.flag.ro() | flag(Func)}
}

// callee returns the type of the method v of a value, the function and the word that it takes as its receiver.
func (v Value) callee(op string) (t *rtype, fn, receiver unsafe.Pointer) {
	i := int(v.flag) >> methodShift
	if Kind(v.typ.kind) == Interface {
		m := v.typ.method(i)
		if m.pkgPath != nil {
			panic("reflect: " + op + " of unexported method")
		}
		words := (*[2]unsafe.Pointer)(v.ptr)
		if words[0] == nil {
			panic("reflect: " + op + " of method on nil interface value")
		}
		return m.typ, interfaceMethod(v.ptr, i), words[1]
	}
	m := v.typ.exported(i)
	return m.typ, m.fn, v.receiverWord()
}

// receiverWord returns v as the data word of an interface. A variable is not copied, as in Go, unless methods of its type take the word as a box.
func (v Value) receiverWord() unsafe.Pointer {
	switch {
	case v.typ.isDirect():
		if v.flag&flagIndirect != 0 {
			return *(*unsafe.Pointer)(v.ptr)
		}
	case v.flag&flagAddr != 0 && v.typ.flags&typeBoxed != 0:
		return copied(v.typ, v.ptr, 0).ptr
	}
	return v.ptr
}

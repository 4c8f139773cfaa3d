package reflect

import "unsafe"

func makeChan(t *rtype, capacity int) unsafe.Pointer
func chanLength(c unsafe.Pointer) int
func chanCapacity(c unsafe.Pointer) int
func chanClose(c unsafe.Pointer)

// chanSend sends the value at an address, or the pointer itself if direct is set.
func chanSend(c, value unsafe.Pointer, direct, nonblocking bool) bool

// chanReceive returns where it put what it received, and how it went.
func chanReceive(elem *rtype, c unsafe.Pointer, nonblocking bool) (unsafe.Pointer, int)

// What chanReceive returns.
const (
	receivedNothing = iota
	receivedValue
	receivedClosed
)

var pointerType = typeOf(unsafe.Pointer(nil))

// MakeChan returns a new channel of the type.
func MakeChan(typ Type, buffer int) Value {
	if typ.Kind() != Chan {
		panic("reflect.MakeChan of non-chan type")
	}
	if buffer < 0 {
		panic("reflect.MakeChan: negative buffer size")
	}
	if typ.ChanDir() != BothDir {
		panic("reflect.MakeChan: unidirectional channel type")
	}
	t := typ.common()
	carrying := t
	if t.elem.flags&typeBoxed != 0 {
		carrying = chanOf(pointerType, 0)
	}
	return Value{t, makeChan(carrying, buffer), flag(Chan)}
}

// Close closes the channel v.
func (v Value) Close() {
	v.must(Chan, "Close")
	v.mustExport("Close")
	if v.typ.ChanDir()&SendDir == 0 {
		panic("reflect: close of receive-only channel")
	}
	chanClose(v.pointer())
}

// Recv receives from the channel v, and waits for that. ok is false, and x zero, if the channel is closed.
func (v Value) Recv() (x Value, ok bool) {
	v.must(Chan, "Recv")
	v.mustExport("Recv")
	return v.receive(false)
}

// TryRecv does the same without waiting; x is the zero Value if there is nothing to receive.
func (v Value) TryRecv() (x Value, ok bool) {
	v.must(Chan, "TryRecv")
	v.mustExport("TryRecv")
	return v.receive(true)
}

// chanElem returns the type of what a channel really carries: a value that is too large for a frame goes as the address of a copy.
func (t *rtype) chanElem() *rtype {
	if t.elem.flags&typeBoxed != 0 {
		return pointerType
	}
	return t.elem
}

// carried returns where x, of the channel's type of elements, lies as the channel carries it.
func (t *rtype) carried(x Value) unsafe.Pointer {
	if t.elem.flags&typeBoxed == 0 {
		return x.address()
	}
	at := new(unsafe.Pointer)
	*at = copied(x.typ, x.ptr, 0).ptr
	return unsafe.Pointer(at)
}

// received returns the value that came through a channel to an address.
func (t *rtype) received(at unsafe.Pointer, ok bool) Value {
	if !ok {
		return Zero(t.elem)
	}
	if t.elem.flags&typeBoxed != 0 {
		at = *(*unsafe.Pointer)(at)
	}
	return load(t.elem, at, 0)
}

func (v Value) receive(nonblocking bool) (Value, bool) {
	if v.typ.ChanDir()&RecvDir == 0 {
		panic("reflect: recv on send-only channel")
	}
	at, how := chanReceive(v.typ.chanElem(), v.pointer(), nonblocking)
	if how == receivedNothing {
		return Value{}, false
	}
	return v.typ.received(at, how == receivedValue), how == receivedValue
}

// Send sends x to the channel v, and waits until that is done.
func (v Value) Send(x Value) {
	v.must(Chan, "Send")
	v.mustExport("Send")
	v.send("Send", x, false)
}

// TrySend sends x if it need not wait, and reports whether it did.
func (v Value) TrySend(x Value) bool {
	v.must(Chan, "TrySend")
	v.mustExport("TrySend")
	return v.send("TrySend", x, true)
}

func (v Value) send(method string, x Value, nonblocking bool) bool {
	if v.typ.ChanDir()&SendDir == 0 {
		panic("reflect: send on recv-only channel")
	}
	x.mustExport(method)
	x = x.assignTo("reflect.Value.Send", v.typ.elem)
	if x.flag&flagIndirect == 0 {
		return chanSend(v.pointer(), x.ptr, true, nonblocking)
	}
	return chanSend(v.pointer(), v.typ.carried(x), false, nonblocking)
}

// A SelectDir says what a case of a select does.
type SelectDir int

const (
	_             SelectDir = iota
	SelectSend              // case Chan <- Send
	SelectRecv              // case <-Chan:
	SelectDefault           // default
)

// SelectCase is a case of a select. A case whose Chan is the zero Value, or nil, is never chosen.
type SelectCase struct {
	Dir  SelectDir
	Chan Value
	Send Value
}

// dynamicCase is struct dynamic_case of native/reflect_select.c.
type dynamicCase struct {
	send  bool
	elem  *rtype
	c     unsafe.Pointer
	value unsafe.Pointer
}

func selectCases(cases []dynamicCase, block bool) (index int, at unsafe.Pointer, ok bool)

// Select does one of the cases that can go on, or waits until one can. It returns its index, and what a receive gave.
func Select(cases []SelectCase) (chosen int, recv Value, recvOK bool) {
	if len(cases) > 65536 {
		panic("reflect.Select: too many cases (max 65536)")
	}
	list := make([]dynamicCase, len(cases))
	otherwise := -1
	for i, c := range cases {
		list[i].elem = pointerType
		switch c.Dir {
		case SelectDefault:
			if otherwise >= 0 {
				panic("reflect.Select: multiple default cases")
			}
			otherwise = i
			if c.Chan.IsValid() {
				panic("reflect.Select: default case has Chan value")
			}
			if c.Send.IsValid() {
				panic("reflect.Select: default case has Send value")
			}
		case SelectSend:
			list[i].setSend(c)
		case SelectRecv:
			list[i].setReceive(c)
		default:
			panic("reflect.Select: invalid Dir")
		}
	}
	chosen, at, ok := selectCases(list, otherwise < 0)
	if chosen < 0 {
		return otherwise, Value{}, false
	}
	if cases[chosen].Dir == SelectRecv {
		return chosen, cases[chosen].Chan.typ.received(at, ok), ok
	}
	return chosen, Value{}, false
}

func (d *dynamicCase) setSend(c SelectCase) {
	ch := c.Chan
	d.send = true
	d.value = unsafe.Pointer(&zeroBlock)
	if !ch.IsValid() {
		return
	}
	ch.must(Chan, "")
	ch.mustExport("")
	if ch.typ.ChanDir()&SendDir == 0 {
		panic("reflect.Select: SendDir case using recv-only channel")
	}
	if !c.Send.IsValid() {
		panic("reflect.Select: SendDir case missing Send value")
	}
	c.Send.mustExport("")
	x := c.Send.assignTo("reflect.Select", ch.typ.elem)
	d.c, d.elem, d.value = ch.pointer(), ch.typ.chanElem(), ch.typ.carried(x)
}

func (d *dynamicCase) setReceive(c SelectCase) {
	ch := c.Chan
	if c.Send.IsValid() {
		panic("reflect.Select: RecvDir case has Send value")
	}
	if !ch.IsValid() {
		return
	}
	ch.must(Chan, "")
	ch.mustExport("")
	if ch.typ.ChanDir()&RecvDir == 0 {
		panic("reflect.Select: RecvDir case using send-only channel")
	}
	d.c, d.elem = ch.pointer(), ch.typ.chanElem()
}

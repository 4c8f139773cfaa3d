package time

import "unsafe"

// runtimeTimer is struct timer of runtime/timer.h.
type runtimeTimer struct {
	p             uintptr
	when, period  int64
	fire          uintptr
	arg, context  unsafe.Pointer
	index, firing uint32
}

// What a timer does.
const (
	sendsTime  = iota // on the channel arg; context is the address of Local
	startsCall        // of the function arg, as a goroutine
)

// startTimer has t fire after d, and then after each period if that is not 0; it must not be active unless fired only once. stopTimer makes sure that it does
// not and has not half. Both report whether it was active.
func startTimer(t *runtimeTimer, does int, d, period Duration) bool
func stopTimer(t *runtimeTimer) bool

// Sleep waits for at least d.
func Sleep(d Duration)

// alarm is a channel on which a timer sends.
type alarm struct {
	r runtimeTimer
	c chan Time
}

// init says what to do. Only start may be called by several goroutines at once.
func (a *alarm) init() {
	a.r.arg = *(*unsafe.Pointer)(unsafe.Pointer(&a.c))
	a.r.context = unsafe.Pointer(&Local)
}

func (a *alarm) start(d, period Duration) { startTimer(&a.r, sendsTime, d, period) }

// stop makes sure that no time is received that the timer sent before. It reports whether one would have been.
func (a *alarm) stop() bool {
	active := stopTimer(&a.r)
	select {
	case <-a.c:
		active = true
	default:
	}
	return active
}

// Timer sends the time once, or calls a function once.
//
// A program may store a Timer over another: the heap of timers knows the alarm only, which is not theirs.
type Timer struct {
	C <-chan Time
	a *alarm // a.c is nil if a function is called
}

// newTimer returns a Timer and its alarm in one object.
func newTimer(c chan Time) *Timer {
	both := &struct {
		t Timer
		a alarm
	}{a: alarm{c: c}}
	both.t = Timer{c, &both.a}
	return &both.t
}

// NewTimer returns a Timer that sends on its channel after d.
func NewTimer(d Duration) *Timer {
	t := newTimer(make(chan Time, 1))
	t.a.init()
	t.a.start(d, 0)
	return t
}

// After returns a channel on which the time is sent after d.
func After(d Duration) <-chan Time { return NewTimer(d).C }

// AfterFunc calls f in a goroutine of its own after d.
func AfterFunc(d Duration, f func()) *Timer {
	if f == nil {
		var none func()
		f = func() { go none() } // ends the program, when it is time
	}
	t := newTimer(nil)
	t.a.r.arg = *(*unsafe.Pointer)(unsafe.Pointer(&f))
	startTimer(&t.a.r, startsCall, d, 0)
	return t
}

// Stop prevents the Timer from firing and reports whether it did.
func (t *Timer) Stop() bool {
	if t.a == nil {
		panic("time: Stop called on uninitialized Timer")
	}
	if t.a.c == nil {
		return stopTimer(&t.a.r)
	}
	return t.a.stop()
}

// Reset has the Timer fire after d instead, and reports whether it was going to.
func (t *Timer) Reset(d Duration) bool {
	if t.a == nil {
		panic("time: Reset called on uninitialized Timer")
	}
	if t.a.c == nil {
		return startTimer(&t.a.r, startsCall, d, 0)
	}
	active := t.a.stop()
	t.a.start(d, 0)
	return active
}

// Ticker sends the time again and again. It is to its alarm what a Timer is.
type Ticker struct {
	C <-chan Time
	a *alarm
}

// NewTicker returns a Ticker that sends after each d, leaving out what nobody was there to receive.
func NewTicker(d Duration) *Ticker {
	if d <= 0 {
		panic("non-positive interval for NewTicker")
	}
	t := newTimer(make(chan Time, 1))
	t.a.init()
	t.a.start(d, d)
	return (*Ticker)(t)
}

// Stop turns the Ticker off; its channel stays open.
func (t *Ticker) Stop() {
	if t.a != nil {
		t.a.stop()
	}
}

// Reset sends after each d from now on.
func (t *Ticker) Reset(d Duration) {
	if d <= 0 {
		panic("non-positive interval for Ticker.Reset")
	}
	if t.a == nil {
		panic("time: Reset called on uninitialized Ticker")
	}
	t.a.stop()
	t.a.start(d, d)
}

// Tick returns the channel of a Ticker that is never stopped.
func Tick(d Duration) <-chan Time {
	if d <= 0 {
		return nil
	}
	return NewTicker(d).C
}

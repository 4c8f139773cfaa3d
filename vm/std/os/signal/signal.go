// Package signal passes the signals that the process gets to channels.
//
// A process has one of each signal, whatever instances are in it. The host must grant processes.
package signal

import (
	"context"
	"internal/syscall"
	"os"
	"sync"
)

const most = 65 // Linux has signals up to 64

var handlers struct {
	mu     sync.Mutex
	wanted map[chan<- os.Signal]*[most]bool
	count  [most]int // how many channels want each
	once   sync.Once
}

// watch, ignore and reset say what the process does when it gets a signal: to tell receive, nothing, or what it did at first. What a script does not reset stays so when it has ended.
func watch(signal int) bool
func ignore(signal int)
func reset(signal int)
func ignored(signal int) bool

// receive waits for the next signal.
func receive() int

func number(sig os.Signal) int {
	if s, ok := sig.(syscall.Signal); ok && s > 0 && s < most {
		return int(s)
	}
	return -1
}

// each calls f with the numbers of signals; without any, with all.
func each(sigs []os.Signal, f func(n int)) {
	if len(sigs) == 0 {
		for n := 1; n < most; n++ {
			f(n)
		}
	}
	for _, sig := range sigs {
		if n := number(sig); n >= 0 {
			f(n)
		}
	}
}

func deliver() {
	for {
		n := receive()
		handlers.mu.Lock()
		for c, wanted := range handlers.wanted {
			if wanted[n] {
				select {
				case c <- syscall.Signal(n):
				default:
				}
			}
		}
		handlers.mu.Unlock()
	}
}

// Notify sends signals to c, all if none is named. A signal for which c has no room is dropped.
func Notify(c chan<- os.Signal, sig ...os.Signal) {
	if c == nil {
		panic("os/signal: Notify using nil channel")
	}
	handlers.mu.Lock()
	defer handlers.mu.Unlock()
	if handlers.wanted == nil {
		handlers.wanted = make(map[chan<- os.Signal]*[most]bool)
	}
	wanted := handlers.wanted[c]
	if wanted == nil {
		wanted = new([most]bool)
		handlers.wanted[c] = wanted
	}
	each(sig, func(n int) {
		if !wanted[n] {
			wanted[n] = true
			handlers.count[n]++
			if watch(n) {
				handlers.once.Do(func() { go deliver() })
			}
		}
	})
}

// leave takes a signal from a channel. Nobody wants it any more: the process does what it did at first.
func leave(wanted *[most]bool, n int) {
	if wanted[n] {
		wanted[n] = false
		if handlers.count[n]--; handlers.count[n] == 0 {
			reset(n)
		}
	}
}

// Stop sends no more signals to c.
func Stop(c chan<- os.Signal) {
	handlers.mu.Lock()
	defer handlers.mu.Unlock()
	if wanted := handlers.wanted[c]; wanted != nil {
		each(nil, func(n int) { leave(wanted, n) })
		delete(handlers.wanted, c)
	}
}

// cancel undoes all Notify and Ignore of signals, and calls then with each.
func cancel(sigs []os.Signal, then func(n int)) {
	handlers.mu.Lock()
	defer handlers.mu.Unlock()
	each(sigs, func(n int) {
		for _, wanted := range handlers.wanted {
			leave(wanted, n)
		}
		then(n)
	})
}

// Ignore has the process do nothing when it gets the signals, all if none is named.
func Ignore(sig ...os.Signal) { cancel(sig, ignore) }

// Reset undoes Notify and Ignore of the signals, of all if none is named.
func Reset(sig ...os.Signal) { cancel(sig, reset) }

// Ignored reports whether the process ignores a signal.
func Ignored(sig os.Signal) bool {
	n := number(sig)
	return n >= 0 && ignored(n)
}

// notifyContext is a context that a signal ends.
type notifyContext struct {
	context.Context
	cancel  context.CancelCauseFunc
	signals []os.Signal
	c       chan os.Signal
}

func (n *notifyContext) stop() {
	n.cancel(nil)
	Stop(n.c)
}

func (n *notifyContext) String() string {
	text := "signal.NotifyContext("
	if named, ok := n.Context.(interface{ String() string }); ok {
		name := named.String()
		text += name[:len(name)-len(".WithCancel")]
	}
	if len(n.signals) > 0 {
		text += ", ["
		for i, s := range n.signals {
			if i > 0 {
				text += " "
			}
			text += s.String()
		}
		text += "]"
	}
	return text + ")"
}

// signalError is why a context has ended.
type signalError string

func (e signalError) Error() string { return string(e) }

// NotifyContext returns a context that ends when the process gets one of the signals, or stop is called.
func NotifyContext(parent context.Context, signals ...os.Signal) (ctx context.Context, stop context.CancelFunc) {
	inner, cancel := context.WithCancelCause(parent)
	n := &notifyContext{inner, cancel, signals, make(chan os.Signal, 1)}
	Notify(n.c, signals...)
	if inner.Err() == nil {
		go func() {
			select {
			case s := <-n.c:
				cancel(signalError(s.String() + " signal received"))
			case <-inner.Done():
			}
		}()
	}
	return n, n.stop
}

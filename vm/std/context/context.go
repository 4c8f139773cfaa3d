// Package context carries cancellation, deadlines and values down a tree of calls.
//
// A context that can be cancelled knows its children and cancels them with itself. A parent that is not one of these types is watched: by its own AfterFunc if
// it has one, else by a goroutine.
package context

import (
	"errors"
	"internal/rt"
	"sync"
	"sync/atomic"
	"time"
)

// Context is passed from caller to callee.
type Context interface {
	// Deadline returns when the context will be cancelled, if that is known.
	Deadline() (deadline time.Time, ok bool)
	// Done returns a channel that is closed when the context is cancelled, nil if it never can be.
	Done() <-chan struct{}
	// Err says why Done is closed; nil if it is not.
	Err() error
	// Value returns the value of key, nil if there is none.
	Value(key any) any
}

// Canceled is Err of a context that was cancelled for another reason than time.
var Canceled = errors.New("context canceled")

// DeadlineExceeded is Err of a context whose deadline has passed.
var DeadlineExceeded error = deadlineExceededError{}

type deadlineExceededError struct{}

func (deadlineExceededError) Error() string   { return "context deadline exceeded" }
func (deadlineExceededError) Timeout() bool   { return true }
func (deadlineExceededError) Temporary() bool { return true }

// The roots.

type emptyCtx struct{}

func (emptyCtx) Deadline() (deadline time.Time, ok bool) { return }
func (emptyCtx) Done() <-chan struct{}                   { return nil }
func (emptyCtx) Err() error                              { return nil }
func (emptyCtx) Value(key any) any                       { return nil }

type backgroundCtx struct{ emptyCtx }
type todoCtx struct{ emptyCtx }

func (backgroundCtx) String() string { return "context.Background" }
func (todoCtx) String() string       { return "context.TODO" }

// Background returns the root of a tree.
func Background() Context { return backgroundCtx{} }

// TODO returns a root for where it is not clear yet which context to use.
func TODO() Context { return todoCtx{} }

// Cancelling.

// CancelFunc cancels a context; after the first call it does nothing.
type CancelFunc func()

// CancelCauseFunc does so for a reason, which Cause returns.
type CancelCauseFunc func(cause error)

// child is what a cancelCtx cancels with itself.
type child interface {
	cancel(err, cause error)
}

type cancelCtx struct {
	Context  // the parent
	mu       sync.Mutex
	done     atomic.Pointer[chan struct{}] // made when it is first asked for
	children map[child]struct{}
	err      error
	cause    error
	detach   func() // from what would cancel it; nil: nothing
}

var closed = make(chan struct{})

func init() { close(closed) }

// self is the key whose value is the nearest cancelCtx.
var self int

func (c *cancelCtx) Value(key any) any {
	if key == &self {
		return c
	}
	return c.Context.Value(key)
}

func (c *cancelCtx) Done() <-chan struct{} {
	if done := c.done.Load(); done != nil {
		return *done
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.done.Load() == nil {
		done := make(chan struct{})
		c.done.Store(&done)
	}
	return *c.done.Load()
}

func (c *cancelCtx) Err() error {
	c.mu.Lock()
	err := c.err
	c.mu.Unlock()
	return err
}

func (c *cancelCtx) String() string { return name(c.Context) + ".WithCancel" }

func (c *cancelCtx) cancel(err, cause error) {
	if cause == nil {
		cause = err
	}
	c.mu.Lock()
	if c.err != nil {
		c.mu.Unlock()
		return
	}
	c.err, c.cause = err, cause
	if done := c.done.Load(); done != nil {
		close(*done)
	} else {
		c.done.Store(&closed)
	}
	children, detach := c.children, c.detach
	c.children, c.detach = nil, nil
	c.mu.Unlock()
	for x := range children {
		x.cancel(err, cause)
	}
	if detach != nil {
		detach()
	}
}

// add makes x a child, or says why x must be cancelled at once: c is.
func (c *cancelCtx) add(x child) (err, cause error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.err == nil {
		if c.children == nil {
			c.children = map[child]struct{}{}
		}
		c.children[x] = struct{}{}
	}
	return c.err, c.cause
}

func (c *cancelCtx) remove(x child) {
	c.mu.Lock()
	delete(c.children, x)
	c.mu.Unlock()
}

// attach makes x, whose cancelCtx is c, end with its parent.
func (c *cancelCtx) attach(parent Context, x child) {
	c.Context = parent
	done := parent.Done()
	if done == nil {
		return
	}
	select {
	case <-done:
		x.cancel(parent.Err(), Cause(parent))
		return
	default:
	}
	if p, ok := parent.Value(&self).(*cancelCtx); ok && p.Done() == done {
		// While c is not known to the parent nobody else can cancel it: detach may be set without the lock.
		c.detach = func() { p.remove(x) }
		if err, cause := p.add(x); err != nil {
			x.cancel(err, cause)
		}
		return
	}
	ended := func() { x.cancel(parent.Err(), Cause(parent)) }
	if p, ok := parent.(interface{ AfterFunc(func()) func() bool }); ok {
		stop := p.AfterFunc(ended)
		c.setDetach(func() { stop() })
		return
	}
	own := c.Done()
	go func() {
		select {
		case <-done:
			ended()
		case <-own:
		}
	}()
}

// setDetach does so for one that may be cancelled already.
func (c *cancelCtx) setDetach(detach func()) {
	c.mu.Lock()
	over := c.err != nil
	if !over {
		c.detach = detach
	}
	c.mu.Unlock()
	if over {
		detach()
	}
}

func mustHaveParent(parent Context) {
	if parent == nil {
		panic("cannot create context from nil parent")
	}
}

func withCancel(parent Context) *cancelCtx {
	mustHaveParent(parent)
	c := new(cancelCtx)
	c.attach(parent, c)
	return c
}

// WithCancel returns a context that ends with its parent or when cancel is called.
func WithCancel(parent Context) (ctx Context, cancel CancelFunc) {
	c := withCancel(parent)
	return c, func() { c.cancel(Canceled, nil) }
}

// WithCancelCause does so with a function that takes the reason.
func WithCancelCause(parent Context) (ctx Context, cancel CancelCauseFunc) {
	c := withCancel(parent)
	return c, func(cause error) { c.cancel(Canceled, cause) }
}

// Cause returns why ctx was cancelled; nil if it was not.
func Cause(c Context) error {
	if cc, ok := c.Value(&self).(*cancelCtx); ok {
		cc.mu.Lock()
		cause := cc.cause
		cc.mu.Unlock()
		if cause != nil {
			return cause
		}
	}
	return c.Err()
}

// Deadlines.

type timerCtx struct {
	cancelCtx
	timer    *time.Timer // mu of cancelCtx
	deadline time.Time
}

func (c *timerCtx) Deadline() (deadline time.Time, ok bool) { return c.deadline, true }

func (c *timerCtx) String() string {
	return name(c.Context) + ".WithDeadline(" + c.deadline.String() + " [" + time.Until(c.deadline).String() + "])"
}

func (c *timerCtx) cancel(err, cause error) {
	c.cancelCtx.cancel(err, cause)
	c.mu.Lock()
	if c.timer != nil {
		c.timer.Stop()
		c.timer = nil
	}
	c.mu.Unlock()
}

// WithDeadline returns a context that also ends at d.
func WithDeadline(parent Context, d time.Time) (Context, CancelFunc) {
	return WithDeadlineCause(parent, d, nil)
}

// WithDeadlineCause does so for a reason.
func WithDeadlineCause(parent Context, d time.Time, cause error) (Context, CancelFunc) {
	mustHaveParent(parent)
	if earlier, ok := parent.Deadline(); ok && earlier.Before(d) {
		return WithCancel(parent)
	}
	c := &timerCtx{deadline: d}
	c.attach(parent, c)
	if left := time.Until(d); left <= 0 {
		c.cancel(DeadlineExceeded, cause)
	} else {
		c.mu.Lock()
		if c.err == nil {
			c.timer = time.AfterFunc(left, func() { c.cancel(DeadlineExceeded, cause) })
		}
		c.mu.Unlock()
	}
	return c, func() { c.cancel(Canceled, nil) }
}

// WithTimeout returns a context that also ends after timeout.
func WithTimeout(parent Context, timeout time.Duration) (Context, CancelFunc) {
	return WithDeadline(parent, time.Now().Add(timeout))
}

// WithTimeoutCause does so for a reason.
func WithTimeoutCause(parent Context, timeout time.Duration, cause error) (Context, CancelFunc) {
	return WithDeadlineCause(parent, time.Now().Add(timeout), cause)
}

// AfterFunc.

type afterFuncCtx struct {
	cancelCtx
	once sync.Once
	f    func()
}

func (a *afterFuncCtx) cancel(err, cause error) {
	a.cancelCtx.cancel(err, cause)
	a.once.Do(func() { go a.f() })
}

// AfterFunc calls f in a goroutine of its own when ctx is cancelled. stop prevents that and reports whether it did.
func AfterFunc(ctx Context, f func()) (stop func() bool) {
	a := &afterFuncCtx{f: f}
	a.attach(ctx, a)
	return func() bool {
		stopped := false
		a.once.Do(func() { stopped = true })
		if stopped {
			a.cancel(Canceled, nil)
		}
		return stopped
	}
}

// Values.

type valueCtx struct {
	Context
	key, val any
}

func (c *valueCtx) Value(key any) any {
	if c.key == key {
		return c.val
	}
	return c.Context.Value(key)
}

func (c *valueCtx) String() string {
	return name(c.Context) + ".WithValue(" + describe(c.key) + ", " + describe(c.val) + ")"
}

// WithValue returns a context in which key has the value val.
func WithValue(parent Context, key, val any) Context {
	mustHaveParent(parent)
	if key == nil {
		panic("nil key")
	}
	if !rt.Comparable(key) {
		panic("key is not comparable")
	}
	return &valueCtx{parent, key, val}
}

type withoutCancelCtx struct{ c Context }

func (withoutCancelCtx) Deadline() (deadline time.Time, ok bool) { return }
func (withoutCancelCtx) Done() <-chan struct{}                   { return nil }
func (withoutCancelCtx) Err() error                              { return nil }
func (w withoutCancelCtx) String() string                        { return name(w.c) + ".WithoutCancel" }

func (w withoutCancelCtx) Value(key any) any {
	if key == &self {
		return nil
	}
	return w.c.Value(key)
}

// WithoutCancel returns a context with the values of parent that does not end with it.
func WithoutCancel(parent Context) Context {
	mustHaveParent(parent)
	return withoutCancelCtx{parent}
}

// Names.

func name(c Context) string {
	if s, ok := c.(interface{ String() string }); ok {
		return s.String()
	}
	return rt.TypeString(c)
}

// describe says what a key or value is, without package fmt.
func describe(x any) string {
	switch x := x.(type) {
	case interface{ String() string }:
		return x.String()
	case string:
		return x
	}
	return rt.TypeString(x)
}

package iter

import "runtime"

// coroutine runs a sequence on a goroutine of its own. Of the two, that and its caller, one waits while the other runs.
type coroutine struct {
	resume, pause  chan struct{}
	started, ended bool // ended: by stop, or the sequence has returned
	wantsValue     bool // next waits for a call of yield
	panicked, left bool // how the sequence ended: by a panic, by runtime.Goexit
	value          any  // of the panic
}

// enter goes on in the sequence until it yields or ends. What ended it but a return ends the caller too.
func (c *coroutine) enter(sequence func()) {
	if c.started {
		c.resume <- struct{}{}
	} else {
		c.started = true
		c.resume, c.pause = make(chan struct{}), make(chan struct{})
		go c.run(sequence)
	}
	<-c.pause
	switch {
	case c.panicked:
		c.panicked = false
		panic(c.value)
	case c.left:
		c.left = false
		runtime.Goexit()
	}
}

func (c *coroutine) run(sequence func()) {
	returned := false
	defer func() {
		if !returned {
			c.value = recover()
			c.panicked = c.value != nil
			c.left = !c.panicked
		}
		c.ended = true
		c.pause <- struct{}{}
	}()
	sequence()
	returned = true
}

// next asks the sequence for a value. It returns false if there is none any more.
func (c *coroutine) next(sequence func()) bool {
	if c.ended {
		return false
	}
	if c.wantsValue {
		panic("iter.Pull: next called again before yield")
	}
	c.wantsValue = true
	c.enter(sequence)
	return !c.ended
}

// yield gives the caller of next its turn. take stores the value before. It returns whether the sequence goes on.
func (c *coroutine) yield(take func()) bool {
	if c.ended {
		return false
	}
	if !c.wantsValue {
		panic("iter.Pull: yield called again before next")
	}
	c.wantsValue = false
	take()
	c.pause <- struct{}{}
	<-c.resume
	return !c.ended
}

// stop ends the sequence: its call of yield returns false.
func (c *coroutine) stop(sequence func()) {
	if c.ended {
		return
	}
	c.ended = true
	if c.started {
		c.enter(sequence)
	}
}

// Pull turns a sequence into two functions: next returns its values one by one, and false after the last; stop ends it early. A panic of the sequence is
// one of next or stop.
func Pull[V any](seq Seq[V]) (next func() (V, bool), stop func()) {
	var c coroutine
	var value V
	run := func() {
		seq(func(v V) bool { return c.yield(func() { value = v }) })
	}
	next = func() (v V, ok bool) {
		if ok = c.next(run); ok {
			var zero V
			v, value = value, zero
		}
		return
	}
	return next, func() { c.stop(run) }
}

// Pull2 does for pairs what Pull does for values.
func Pull2[K, V any](seq Seq2[K, V]) (next func() (K, V, bool), stop func()) {
	type pair struct {
		key   K
		value V
	}
	one, stop := Pull(func(yield func(pair) bool) {
		seq(func(k K, v V) bool { return yield(pair{k, v}) })
	})
	next = func() (K, V, bool) {
		p, ok := one()
		return p.key, p.value, ok
	}
	return next, stop
}

// Package sync has locks and other means by which goroutines wait for each other.
//
// A lock is a word that is changed atomically as long as no goroutine has to wait. Those that must wait at a semaphore, a counter in the same struct:
// see runtime/sema.h.
package sync

import (
	"sync/atomic"
	"unsafe"
)

// Locker is what can be locked and unlocked.
type Locker interface {
	Lock()
	Unlock()
}

// throw ends the program with a fatal error, which recover does not stop.
func throw(text string)

// semacquire takes a unit of a semaphore. If there is none it waits, before all others if lifo is set. semrelease gives a unit back; with handoff, the
// goroutine that gets it runs at once.
func semacquire(units *uint32, lifo bool, reason int)
func semrelease(units *uint32, handoff bool)

// spin waits for a moment on the thread and returns true, if the holder of a lock is likely to give it back meanwhile. n counts the calls.
func spin(n int) bool

//go:linkname nanotime runtime.nanotime
func nanotime() int64

// Reasons to wait, as tracebacks show them: see vm/std/native/sync.c.
const (
	waitSemaphore = iota
	waitMutex
	waitRead
	waitWrite
	waitGroup
)

// Mutex is a lock that one goroutine holds at a time.
//
// A goroutine that runs may take it before those that wait. One that has waited for more than a millisecond makes the mutex starving: then Unlock hands
// it to the longest waiter and no other takes it, until no goroutine waits that long any more.
type Mutex struct {
	state int32 // the bits below and the number of waiters
	sema  uint32
}

// Also known to vm/interp/atomic.c, which does what needs no waiting.
const (
	locked   = 1 << iota
	awake    // a waiter is up and will try to take it: Unlock wakes none
	starving // Unlock hands it over: the woken waiter has it, although locked is not set
	waiter   // a waiter
)

const starvingAfter = 1e6 // nanoseconds

// Lock takes the mutex and waits until it is free.
func (m *Mutex) Lock() {
	if !atomic.CompareAndSwapInt32(&m.state, 0, locked) {
		m.lockSlow()
	}
}

// TryLock takes the mutex if it is free.
func (m *Mutex) TryLock() bool {
	old := atomic.LoadInt32(&m.state)
	return old&(locked|starving) == 0 && atomic.CompareAndSwapInt32(&m.state, old, old|locked)
}

func (m *Mutex) lockSlow() {
	var since int64 // when this goroutine began to wait
	woken := false  // it holds the bit awake
	hungry := false // it has waited too long
	for spins := 0; ; {
		old := atomic.LoadInt32(&m.state)
		if old&(locked|starving) == locked && spin(spins) {
			spins++
			if !woken && old&awake == 0 && old >= waiter {
				woken = atomic.CompareAndSwapInt32(&m.state, old, old|awake)
			}
			continue
		}
		next := old
		if old&starving == 0 {
			next |= locked
		}
		if old&(locked|starving) != 0 {
			next += waiter
		}
		if hungry && old&locked != 0 {
			next |= starving
		}
		if woken {
			next &^= awake
		}
		if !atomic.CompareAndSwapInt32(&m.state, old, next) {
			continue
		}
		if old&(locked|starving) == 0 {
			return
		}
		again := since != 0
		if !again {
			since = nanotime()
		}
		semacquire(&m.sema, again, waitMutex)
		hungry = hungry || nanotime()-since > starvingAfter
		if old := atomic.LoadInt32(&m.state); old&starving != 0 {
			m.inherit(old, hungry)
			return
		}
		woken = true
		spins = 0
	}
}

// inherit makes a mutex that Unlock has handed over the caller's, which still counts as a waiter.
func (m *Mutex) inherit(old int32, hungry bool) {
	if old&(locked|awake) != 0 || old < waiter {
		throw("sync: inconsistent mutex state")
	}
	delta := int32(locked - waiter)
	if !hungry || old>>3 == 1 {
		delta -= starving
	}
	atomic.AddInt32(&m.state, delta)
}

// Unlock gives the mutex back.
func (m *Mutex) Unlock() {
	if state := atomic.AddInt32(&m.state, -locked); state != 0 {
		m.unlockSlow(state)
	}
}

func (m *Mutex) unlockSlow(state int32) {
	if (state+locked)&locked == 0 {
		throw("sync: unlock of unlocked mutex")
	}
	if state&starving != 0 {
		semrelease(&m.sema, true)
		return
	}
	// Wakes a waiter, if there is one and no goroutine is about to take the mutex.
	for state >= waiter && state&(locked|awake|starving) == 0 {
		if atomic.CompareAndSwapInt32(&m.state, state, (state-waiter)|awake) {
			semrelease(&m.sema, false)
			return
		}
		state = atomic.LoadInt32(&m.state)
	}
}

// RWMutex is a lock that one writer or any number of readers hold.
//
// A writer holds w, so that it is the only one, and takes maxReaders from readers, which makes it negative: then new readers wait for it, and it waits
// for those that are there.
type RWMutex struct {
	w          Mutex
	writerSema uint32
	readerSema uint32
	readers    atomic.Int32 // that hold it or wait; less maxReaders if a writer does
	departing  atomic.Int32 // readers that the writer waits for
}

const maxReaders = 1 << 30

// RLock takes it for reading.
func (rw *RWMutex) RLock() {
	if rw.readers.Add(1) < 0 {
		semacquire(&rw.readerSema, false, waitRead)
	}
}

// TryRLock takes it for reading if no writer holds it or waits.
func (rw *RWMutex) TryRLock() bool {
	for {
		n := rw.readers.Load()
		if n < 0 {
			return false
		}
		if rw.readers.CompareAndSwap(n, n+1) {
			return true
		}
	}
}

// RUnlock gives it back.
func (rw *RWMutex) RUnlock() {
	n := rw.readers.Add(-1)
	if n >= 0 {
		return
	}
	if n+1 == 0 || n+1 == -maxReaders {
		throw("sync: RUnlock of unlocked RWMutex")
	}
	if rw.departing.Add(-1) == 0 {
		semrelease(&rw.writerSema, false)
	}
}

// Lock takes it for writing.
func (rw *RWMutex) Lock() {
	rw.w.Lock()
	n := rw.readers.Add(-maxReaders) + maxReaders
	if n != 0 && rw.departing.Add(n) != 0 {
		semacquire(&rw.writerSema, false, waitWrite)
	}
}

// TryLock takes it for writing if nobody holds it.
func (rw *RWMutex) TryLock() bool {
	if !rw.w.TryLock() {
		return false
	}
	if !rw.readers.CompareAndSwap(0, -maxReaders) {
		rw.w.Unlock()
		return false
	}
	return true
}

// Unlock gives it back, first to the readers that wait.
func (rw *RWMutex) Unlock() {
	n := rw.readers.Add(maxReaders)
	if n >= maxReaders {
		throw("sync: Unlock of unlocked RWMutex")
	}
	for ; n > 0; n-- {
		semrelease(&rw.readerSema, false)
	}
	rw.w.Unlock()
}

type readLocker RWMutex

func (r *readLocker) Lock()   { (*RWMutex)(r).RLock() }
func (r *readLocker) Unlock() { (*RWMutex)(r).RUnlock() }

// RLocker returns a Locker for readers.
func (rw *RWMutex) RLocker() Locker { return (*readLocker)(rw) }

// Cond is where goroutines wait for an event.
type Cond struct {
	L       Locker
	notify  [2]uint32 // struct notify_list of runtime/sema.h
	checker unsafe.Pointer
}

func notifyWait(list *[2]uint32, ticket uint32)
func notifyOne(list *[2]uint32)
func notifyAll(list *[2]uint32)

// NewCond returns a Cond whose lock is l.
func NewCond(l Locker) *Cond { return &Cond{L: l} }

// check panics if c was copied after its first use.
func (c *Cond) check() {
	self := unsafe.Pointer(c)
	if atomic.LoadPointer(&c.checker) != self && !atomic.CompareAndSwapPointer(&c.checker, nil, self) && atomic.LoadPointer(&c.checker) != self {
		panic("sync.Cond is copied")
	}
}

// Wait unlocks c.L, waits until it is woken, and locks c.L again.
func (c *Cond) Wait() {
	c.check()
	ticket := atomic.AddUint32(&c.notify[0], 1) - 1
	c.L.Unlock()
	notifyWait(&c.notify, ticket)
	c.L.Lock()
}

// Signal wakes one that waits.
func (c *Cond) Signal() {
	c.check()
	notifyOne(&c.notify)
}

// Broadcast wakes all that wait.
func (c *Cond) Broadcast() {
	c.check()
	notifyAll(&c.notify)
}

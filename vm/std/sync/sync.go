package sync

import "sync/atomic"

// WaitGroup waits until a counter is 0.
type WaitGroup struct {
	state atomic.Uint64 // high half: the counter; low half: those that wait
	sema  uint32
}

// Add adds to the counter.
func (wg *WaitGroup) Add(delta int) {
	state := wg.state.Add(uint64(delta) << 32)
	count, waiters := int32(state>>32), uint32(state)
	if count < 0 {
		panic("sync: negative WaitGroup counter")
	}
	if waiters != 0 && delta > 0 && count == int32(delta) {
		panic("sync: WaitGroup misuse: Add called concurrently with Wait")
	}
	if count > 0 || waiters == 0 {
		return
	}
	// Those that wait see a counter of 0, and nobody may add to it before they are up.
	if wg.state.Load() != state {
		panic("sync: WaitGroup misuse: Add called concurrently with Wait")
	}
	wg.state.Store(0)
	for ; waiters != 0; waiters-- {
		semrelease(&wg.sema, false)
	}
}

// Done takes one from the counter.
func (wg *WaitGroup) Done() { wg.Add(-1) }

// Wait waits until the counter is 0.
func (wg *WaitGroup) Wait() {
	for {
		state := wg.state.Load()
		if int32(state>>32) == 0 {
			return
		}
		if wg.state.CompareAndSwap(state, state+1) {
			semacquire(&wg.sema, false, waitGroup)
			if wg.state.Load() != 0 {
				panic("sync: WaitGroup is reused before previous Wait has returned")
			}
			return
		}
	}
}

// Go runs f in a new goroutine that counts until f returns.
func (wg *WaitGroup) Go(f func()) {
	wg.Add(1)
	go func() {
		defer wg.Done()
		f()
	}()
}

// Once does something only once.
type Once struct {
	done atomic.Uint32
	m    Mutex
}

// Do calls f if it is the first call; all others wait until that call has returned.
func (o *Once) Do(f func()) {
	if o.done.Load() == 0 {
		o.slow(f)
	}
}

func (o *Once) slow(f func()) {
	o.m.Lock()
	defer o.m.Unlock()
	if o.done.Load() == 0 {
		defer o.done.Store(1)
		f()
	}
}

// again is what functions that are called once share: it calls f once, and panics at every call if f did.
type again struct {
	once  Once
	valid bool
	value any // that f panicked with
}

func (a *again) call(f func()) {
	a.once.Do(func() {
		defer func() {
			a.value = recover()
			if !a.valid {
				panic(a.value)
			}
		}()
		f()
		a.valid = true
	})
	if !a.valid {
		panic(a.value)
	}
}

// OnceFunc returns a function that calls f only once; if f panics every call does.
func OnceFunc(f func()) func() {
	a := new(again)
	return func() { a.call(f) }
}

// OnceValue returns a function that calls f only once and returns its value each time.
func OnceValue[T any](f func() T) func() T {
	a := new(again)
	var result T
	return func() T {
		a.call(func() { result = f() })
		return result
	}
}

// OnceValues returns a function that calls f only once and returns its values each time.
func OnceValues[T1, T2 any](f func() (T1, T2)) func() (T1, T2) {
	a := new(again)
	var first T1
	var second T2
	return func() (T1, T2) {
		a.call(func() { first, second = f() })
		return first, second
	}
}

// Map is a map for many goroutines.
type Map struct {
	mu Mutex
	m  map[any]any
}

// filled is a map with an entry, in which a key that cannot be hashed makes the same panic as in a Map, empty or not.
var filled = map[any]bool{nil: true}

// lock takes the lock for work on a key. A key that cannot be hashed panics here, where nothing is locked.
func (m *Map) lock(key any) {
	_ = filled[key]
	m.mu.Lock()
}

// Load returns the value of key.
func (m *Map) Load(key any) (value any, ok bool) {
	m.lock(key)
	value, ok = m.m[key]
	m.mu.Unlock()
	return value, ok
}

// Store sets the value of key.
func (m *Map) Store(key, value any) { m.Swap(key, value) }

// Swap sets the value of key and returns the one before.
func (m *Map) Swap(key, value any) (previous any, loaded bool) {
	m.lock(key)
	previous, loaded = m.m[key]
	m.set(key, value)
	m.mu.Unlock()
	return previous, loaded
}

func (m *Map) set(key, value any) {
	if m.m == nil {
		m.m = map[any]any{}
	}
	m.m[key] = value
}

// LoadOrStore returns the value of key, which becomes value if there is none.
func (m *Map) LoadOrStore(key, value any) (actual any, loaded bool) {
	m.lock(key)
	actual, loaded = m.m[key]
	if !loaded {
		actual = value
		m.set(key, value)
	}
	m.mu.Unlock()
	return actual, loaded
}

// LoadAndDelete deletes key and returns its value.
func (m *Map) LoadAndDelete(key any) (value any, loaded bool) {
	m.lock(key)
	value, loaded = m.m[key]
	delete(m.m, key)
	m.mu.Unlock()
	return value, loaded
}

// Delete deletes key.
func (m *Map) Delete(key any) { m.LoadAndDelete(key) }

// CompareAndSwap sets the value of key to new if it is old, which must be comparable.
func (m *Map) CompareAndSwap(key, old, new any) bool {
	m.lock(key)
	defer m.mu.Unlock()
	if value, ok := m.m[key]; !ok || value != old {
		return false
	}
	m.m[key] = new
	return true
}

// CompareAndDelete deletes key if its value is old, which must be comparable.
func (m *Map) CompareAndDelete(key, old any) bool {
	m.lock(key)
	defer m.mu.Unlock()
	if value, ok := m.m[key]; !ok || value != old {
		return false
	}
	delete(m.m, key)
	return true
}

// Clear deletes all keys.
func (m *Map) Clear() {
	m.mu.Lock()
	clear(m.m)
	m.mu.Unlock()
}

// Range calls f for the keys that were there when it began and still are, until f returns false.
func (m *Map) Range(f func(key, value any) bool) {
	m.mu.Lock()
	keys := make([]any, 0, len(m.m))
	for key := range m.m {
		keys = append(keys, key)
	}
	m.mu.Unlock()
	for _, key := range keys {
		if value, ok := m.Load(key); ok && !f(key, value) {
			return
		}
	}
}

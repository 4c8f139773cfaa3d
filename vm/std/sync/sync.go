// Package sync has locks. As long as there is one goroutine they only keep account: what would have to wait can never go on.
package sync

// throw ends the program with a fatal error, which recover does not stop.
func throw(text string)

const deadlock = "all goroutines are asleep - deadlock!"

// Locker is what can be locked and unlocked.
type Locker interface {
	Lock()
	Unlock()
}

type Mutex struct{ locked bool }

func (m *Mutex) Lock() {
	if m.locked {
		throw(deadlock)
	}
	m.locked = true
}

func (m *Mutex) TryLock() bool {
	if m.locked {
		return false
	}
	m.locked = true
	return true
}

func (m *Mutex) Unlock() {
	if !m.locked {
		throw("sync: unlock of unlocked mutex")
	}
	m.locked = false
}

type RWMutex struct {
	readers int
	locked  bool
}

func (m *RWMutex) Lock() {
	if !m.TryLock() {
		throw(deadlock)
	}
}

func (m *RWMutex) TryLock() bool {
	if m.locked || m.readers > 0 {
		return false
	}
	m.locked = true
	return true
}

func (m *RWMutex) Unlock() {
	if !m.locked {
		throw("sync: Unlock of unlocked RWMutex")
	}
	m.locked = false
}

func (m *RWMutex) RLock() {
	if !m.TryRLock() {
		throw(deadlock)
	}
}

func (m *RWMutex) TryRLock() bool {
	if m.locked {
		return false
	}
	m.readers++
	return true
}

func (m *RWMutex) RUnlock() {
	if m.readers == 0 {
		throw("sync: RUnlock of unlocked RWMutex")
	}
	m.readers--
}

type readLocker RWMutex

func (r *readLocker) Lock()   { (*RWMutex)(r).RLock() }
func (r *readLocker) Unlock() { (*RWMutex)(r).RUnlock() }

// RLocker returns a Locker for readers.
func (m *RWMutex) RLocker() Locker { return (*readLocker)(m) }

// WaitGroup waits until a counter is 0.
type WaitGroup struct{ count int }

func (wg *WaitGroup) Add(delta int) {
	wg.count += delta
	if wg.count < 0 {
		panic("sync: negative WaitGroup counter")
	}
}

func (wg *WaitGroup) Done() { wg.Add(-1) }

func (wg *WaitGroup) Wait() {
	if wg.count > 0 {
		throw(deadlock)
	}
}

// Once does something only once.
type Once struct {
	done, running bool
}

func (o *Once) Do(f func()) {
	if o.done {
		return
	}
	if o.running {
		throw(deadlock)
	}
	o.running = true
	defer func() { o.done = true }()
	f()
}

// OnceFunc returns a function that calls f only once; if f panics every call does.
func OnceFunc(f func()) func() {
	var once Once
	var valid bool
	var value any
	return func() {
		once.Do(func() {
			defer func() {
				value = recover()
				if !valid {
					panic(value)
				}
			}()
			f()
			valid = true
		})
		if !valid {
			panic(value)
		}
	}
}

// Cond is where goroutines wait for an event.
type Cond struct{ L Locker }

func NewCond(l Locker) *Cond { return &Cond{l} }
func (c *Cond) Wait()        { throw(deadlock) }
func (c *Cond) Signal()      {}
func (c *Cond) Broadcast()   {}

// Pool keeps values for reuse.
type Pool struct {
	New  func() any
	free []any
}

func (p *Pool) Get() any {
	if n := len(p.free); n > 0 {
		x := p.free[n-1]
		p.free[n-1] = nil
		p.free = p.free[:n-1]
		return x
	}
	if p.New != nil {
		return p.New()
	}
	return nil
}

func (p *Pool) Put(x any) {
	if x != nil && len(p.free) < 64 {
		p.free = append(p.free, x)
	}
}

// Map is a map with methods.
type Map struct{ m map[any]any }

func (m *Map) Load(key any) (value any, ok bool) {
	value, ok = m.m[key]
	return value, ok
}

func (m *Map) Store(key, value any) {
	if m.m == nil {
		m.m = map[any]any{}
	}
	m.m[key] = value
}

func (m *Map) LoadOrStore(key, value any) (actual any, loaded bool) {
	if actual, loaded = m.m[key]; loaded {
		return actual, true
	}
	m.Store(key, value)
	return value, false
}

func (m *Map) LoadAndDelete(key any) (value any, loaded bool) {
	value, loaded = m.m[key]
	delete(m.m, key)
	return value, loaded
}

func (m *Map) Delete(key any) { delete(m.m, key) }

func (m *Map) Swap(key, value any) (previous any, loaded bool) {
	previous, loaded = m.m[key]
	m.Store(key, value)
	return previous, loaded
}

func (m *Map) CompareAndSwap(key, old, new any) bool {
	if value, ok := m.m[key]; !ok || value != old {
		return false
	}
	m.m[key] = new
	return true
}

func (m *Map) CompareAndDelete(key, old any) bool {
	if value, ok := m.m[key]; !ok || value != old {
		return false
	}
	delete(m.m, key)
	return true
}

func (m *Map) Range(f func(key, value any) bool) {
	for k, v := range m.m {
		if !f(k, v) {
			return
		}
	}
}

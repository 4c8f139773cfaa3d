// Package expvar keeps variables that are shown to the outside as JSON. There is no web server yet that would show them.
package expvar

import (
	"encoding/json"
	"log"
	"math"
	"os"
	"runtime"
	"sort"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
)

// Var is a variable; String is its JSON.
type Var interface{ String() string }

// Int is an integer.
type Int struct{ i atomic.Int64 }

func (v *Int) Value() int64    { return v.i.Load() }
func (v *Int) Add(delta int64) { v.i.Add(delta) }
func (v *Int) Set(value int64) { v.i.Store(value) }
func (v *Int) String() string  { return strconv.FormatInt(v.i.Load(), 10) }

// Float is a floating-point number.
type Float struct{ bits atomic.Uint64 }

func (v *Float) Value() float64    { return math.Float64frombits(v.bits.Load()) }
func (v *Float) Set(value float64) { v.bits.Store(math.Float64bits(value)) }
func (v *Float) String() string    { return strconv.FormatFloat(v.Value(), 'g', -1, 64) }

// Add adds to the number.
func (v *Float) Add(delta float64) {
	for {
		old := v.bits.Load()
		if v.bits.CompareAndSwap(old, math.Float64bits(math.Float64frombits(old)+delta)) {
			return
		}
	}
}

// String is a text.
type String struct{ s atomic.Value }

func (v *String) Set(value string) { v.s.Store(value) }
func (v *String) Value() string {
	text, _ := v.s.Load().(string)
	return text
}
func (v *String) String() string { return quote(v.Value()) }

func quote(text string) string {
	b, _ := json.Marshal(text)
	return string(b)
}

// Func is a variable that a function computes.
type Func func() any

func (f Func) Value() any { return f() }
func (f Func) String() string {
	b, _ := json.Marshal(f())
	return string(b)
}

// KeyValue is an entry of a Map.
type KeyValue struct {
	Key   string
	Value Var
}

// Map is variables by name. The zero value is empty.
type Map struct {
	mu   sync.RWMutex
	vars map[string]Var // guarded by mu
	keys []string       // sorted; guarded by mu
}

// Init removes everything.
func (v *Map) Init() *Map {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.vars, v.keys = nil, nil
	return v
}

func (v *Map) Get(key string) Var {
	v.mu.RLock()
	defer v.mu.RUnlock()
	return v.vars[key]
}

func (v *Map) Set(key string, av Var) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.set(key, av)
}

// set is Set under the lock.
func (v *Map) set(key string, av Var) {
	if _, had := v.vars[key]; !had {
		i := sort.SearchStrings(v.keys, key)
		v.keys = append(v.keys, "")
		copy(v.keys[i+1:], v.keys[i:])
		v.keys[i] = key
	}
	if v.vars == nil {
		v.vars = map[string]Var{}
	}
	v.vars[key] = av
}

// orNew returns the variable of a key, a new one if there is none.
func (v *Map) orNew(key string, made Var) Var {
	v.mu.Lock()
	defer v.mu.Unlock()
	if have, ok := v.vars[key]; ok {
		return have
	}
	v.set(key, made)
	return made
}

// Add adds to the Int of that key; to what is no Int, nothing.
func (v *Map) Add(key string, delta int64) {
	if i, ok := v.orNew(key, new(Int)).(*Int); ok {
		i.Add(delta)
	}
}

// AddFloat adds to the Float of that key; to what is no Float, nothing.
func (v *Map) AddFloat(key string, delta float64) {
	if f, ok := v.orNew(key, new(Float)).(*Float); ok {
		f.Add(delta)
	}
}

func (v *Map) Delete(key string) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if _, had := v.vars[key]; had {
		i := sort.SearchStrings(v.keys, key)
		v.keys = append(v.keys[:i:i], v.keys[i+1:]...)
		delete(v.vars, key)
	}
}

// Do calls f for each entry, sorted by key; the entries are those of when it was called.
func (v *Map) Do(f func(KeyValue)) {
	v.mu.RLock()
	entries := make([]KeyValue, len(v.keys))
	for i, key := range v.keys {
		entries[i] = KeyValue{key, v.vars[key]}
	}
	v.mu.RUnlock()
	for _, entry := range entries {
		f(entry)
	}
}

func (v *Map) String() string {
	var text strings.Builder
	text.WriteByte('{')
	v.Do(func(entry KeyValue) {
		if text.Len() > 1 {
			text.WriteString(", ")
		}
		text.WriteString(quote(entry.Key) + ": ")
		if entry.Value == nil {
			text.WriteString("null")
		} else {
			text.WriteString(entry.Value.String())
		}
	})
	text.WriteByte('}')
	return text.String()
}

var published Map

// Publish shows a variable under a name; that there is one already ends the program.
func Publish(name string, v Var) {
	published.mu.Lock()
	_, had := published.vars[name]
	if !had {
		published.set(name, v)
	}
	published.mu.Unlock()
	if had {
		log.Panicln("Reuse of exported var name:", name)
	}
}

// Get returns a variable that is shown, nil if there is none.
func Get(name string) Var { return published.Get(name) }

// Do calls f for each variable that is shown, sorted by name.
func Do(f func(KeyValue)) { published.Do(f) }

func NewInt(name string) *Int {
	v := new(Int)
	Publish(name, v)
	return v
}

func NewFloat(name string) *Float {
	v := new(Float)
	Publish(name, v)
	return v
}

func NewMap(name string) *Map {
	v := new(Map)
	Publish(name, v)
	return v
}

func NewString(name string) *String {
	v := new(String)
	Publish(name, v)
	return v
}

func init() {
	Publish("cmdline", Func(func() any { return os.Args }))
	Publish("memstats", Func(func() any {
		var stats runtime.MemStats
		runtime.ReadMemStats(&stats)
		return stats
	}))
}

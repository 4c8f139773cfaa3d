// Package unique gives equal values one handle, so that comparing them is comparing pointers.
package unique

import (
	"runtime"
	"strings"
	"sync"
	"weak"
)

// Handle stands for a value: handles are equal if their values are.
type Handle[T comparable] struct{ value *T }

// Value returns a copy of the value.
func (h Handle[T]) Value() T { return *h.value }

// table has the handles in use: a weak.Pointer[T] for a value of type T.
var table struct {
	mu      sync.Mutex
	handles map[any]any
}

// Make returns the handle of a value. It lasts as long as somebody has it.
func Make[T comparable](value T) Handle[T] {
	table.mu.Lock()
	defer table.mu.Unlock()
	if found, ok := table.handles[value].(weak.Pointer[T]); ok {
		if p := found.Value(); p != nil {
			return Handle[T]{p}
		}
	}
	if s, ok := any(value).(string); ok {
		value = any(strings.Clone(s)).(T) // keeps no larger string alive
	}
	if table.handles == nil {
		table.handles = make(map[any]any)
	}
	p := new(T)
	*p = value
	made := weak.Make(p)
	table.handles[value] = made
	runtime.AddCleanup(p, forget[T], entry[T]{value, made})
	return Handle[T]{p}
}

type entry[T comparable] struct {
	value T
	weak  weak.Pointer[T]
}

// forget removes an entry whose handle nobody has, unless a new one has taken its place.
func forget[T comparable](e entry[T]) {
	table.mu.Lock()
	defer table.mu.Unlock()
	if table.handles[e.value] == any(e.weak) {
		delete(table.handles, e.value)
	}
}

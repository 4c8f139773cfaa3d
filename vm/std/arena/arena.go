// Package arena has memory that a program frees itself, all values of an arena at once. What is
// accessed after that ends the program; it is never other data.
package arena

import (
	"runtime"
	"unsafe"
)

func newChunk() unsafe.Pointer
func freeChunk(chunk unsafe.Pointer)
func reuseChunk(chunk unsafe.Pointer)

// alloc returns memory for count values of the type that typ, a pointer, points to, or nil if there is
// not enough room in the chunk. clone returns a value off any arena.
func alloc(chunk unsafe.Pointer, typ any, count int) unsafe.Pointer
func clone(s any) any

// Arena allocates values. It is for one goroutine at a time.
type Arena struct{ a *chunks }

// chunks has the memory, its last piece not full yet. An Arena that is lost is freed.
type chunks struct{ list []unsafe.Pointer }

// NewArena returns an empty arena.
func NewArena() *Arena {
	a := &chunks{[]unsafe.Pointer{newChunk()}}
	runtime.SetFinalizer(a, (*chunks).free)
	return &Arena{a}
}

// Free frees the arena and all that was allocated in it.
func (a *Arena) Free() {
	a.a.free()
	runtime.SetFinalizer(a.a, nil)
	a.a = nil
}

func (a *chunks) free() {
	last := len(a.list) - 1
	for _, chunk := range a.list[:last] {
		freeChunk(chunk)
	}
	reuseChunk(a.list[last])
	a.list = nil
}

func (a *chunks) alloc(typ any, count int) unsafe.Pointer {
	for {
		if p := alloc(a.list[len(a.list)-1], typ, count); p != nil {
			return p
		}
		a.list = append(a.list, newChunk())
	}
}

// New returns a zero T in the arena.
func New[T any](a *Arena) *T { return (*T)(a.a.alloc((*T)(nil), 1)) }

// MakeSlice returns a slice of the arena. When append outgrows cap it moves out of the arena.
func MakeSlice[T any](a *Arena, len, cap int) []T {
	if cap < 0 {
		panic("userArena.slice: negative cap")
	}
	return unsafe.Slice((*T)(a.a.alloc((*T)(nil), cap)), cap)[:len]
}

// Clone returns s, a pointer, slice or string, with what it points to copied if that is in an arena.
func Clone[T any](s T) T { return clone(s).(T) }

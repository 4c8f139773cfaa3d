// Package weak has pointers that do not keep what they point to.
package weak

import "unsafe"

// Pointer is a weak *T. Two are equal if they were made from equal pointers.
type Pointer[T any] struct {
	_ [0]*T // no conversion to a Pointer of another type
	u unsafe.Pointer
}

// handle returns what all weak pointers to an address have in common, and value what such a thing
// stands for; nil for nil.
func handle(ptr unsafe.Pointer) unsafe.Pointer
func value(handle unsafe.Pointer) unsafe.Pointer

// Make returns a weak pointer to *ptr.
func Make[T any](ptr *T) Pointer[T] { return Pointer[T]{u: handle(unsafe.Pointer(ptr))} }

// Value returns the pointer that p was made from, nil once the object is gone.
func (p Pointer[T]) Value() *T { return (*T)(value(p.u)) }

package atomic

import "unsafe"

// Pointer is a *T.
type Pointer[T any] struct {
	_ [0]*T // so that one Pointer cannot be converted to another
	p unsafe.Pointer
}

func (x *Pointer[T]) Load() *T             { return (*T)(LoadPointer(&x.p)) }
func (x *Pointer[T]) Store(val *T)         { StorePointer(&x.p, unsafe.Pointer(val)) }
func (x *Pointer[T]) Swap(new *T) (old *T) { return (*T)(SwapPointer(&x.p, unsafe.Pointer(new))) }

func (x *Pointer[T]) CompareAndSwap(old, new *T) (swapped bool) {
	return CompareAndSwapPointer(&x.p, unsafe.Pointer(old), unsafe.Pointer(new))
}

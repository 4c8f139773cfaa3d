// Package atomic has operations on memory that other goroutines never see half done.
//
// The compiler makes an instruction of each call of a function or method here whose body seems to call itself: see vm/compile/atomic.c. The bodies are for
// functions used as values.
package atomic

import (
	"internal/rt"
	"unsafe"
)

func LoadInt32(addr *int32) int32                   { return LoadInt32(addr) }
func StoreInt32(addr *int32, val int32)             { StoreInt32(addr, val) }
func AddInt32(addr *int32, delta int32) (new int32) { return AddInt32(addr, delta) }
func SwapInt32(addr *int32, new int32) (old int32)  { return SwapInt32(addr, new) }
func AndInt32(addr *int32, mask int32) (old int32)  { return AndInt32(addr, mask) }
func OrInt32(addr *int32, mask int32) (old int32)   { return OrInt32(addr, mask) }
func CompareAndSwapInt32(addr *int32, old, new int32) (swapped bool) {
	return CompareAndSwapInt32(addr, old, new)
}

// Int32 is an int32.
type Int32 struct{ v int32 }

func (x *Int32) Load() int32                 { return LoadInt32(&x.v) }
func (x *Int32) Store(val int32)             { StoreInt32(&x.v, val) }
func (x *Int32) Add(delta int32) (new int32) { return AddInt32(&x.v, delta) }
func (x *Int32) Swap(new int32) (old int32)  { return SwapInt32(&x.v, new) }
func (x *Int32) And(mask int32) (old int32)  { return AndInt32(&x.v, mask) }
func (x *Int32) Or(mask int32) (old int32)   { return OrInt32(&x.v, mask) }
func (x *Int32) CompareAndSwap(old, new int32) (swapped bool) {
	return CompareAndSwapInt32(&x.v, old, new)
}

func LoadInt64(addr *int64) int64                   { return LoadInt64(addr) }
func StoreInt64(addr *int64, val int64)             { StoreInt64(addr, val) }
func AddInt64(addr *int64, delta int64) (new int64) { return AddInt64(addr, delta) }
func SwapInt64(addr *int64, new int64) (old int64)  { return SwapInt64(addr, new) }
func AndInt64(addr *int64, mask int64) (old int64)  { return AndInt64(addr, mask) }
func OrInt64(addr *int64, mask int64) (old int64)   { return OrInt64(addr, mask) }
func CompareAndSwapInt64(addr *int64, old, new int64) (swapped bool) {
	return CompareAndSwapInt64(addr, old, new)
}

// Int64 is an int64.
type Int64 struct{ v int64 }

func (x *Int64) Load() int64                 { return LoadInt64(&x.v) }
func (x *Int64) Store(val int64)             { StoreInt64(&x.v, val) }
func (x *Int64) Add(delta int64) (new int64) { return AddInt64(&x.v, delta) }
func (x *Int64) Swap(new int64) (old int64)  { return SwapInt64(&x.v, new) }
func (x *Int64) And(mask int64) (old int64)  { return AndInt64(&x.v, mask) }
func (x *Int64) Or(mask int64) (old int64)   { return OrInt64(&x.v, mask) }
func (x *Int64) CompareAndSwap(old, new int64) (swapped bool) {
	return CompareAndSwapInt64(&x.v, old, new)
}

func LoadUint32(addr *uint32) uint32                    { return LoadUint32(addr) }
func StoreUint32(addr *uint32, val uint32)              { StoreUint32(addr, val) }
func AddUint32(addr *uint32, delta uint32) (new uint32) { return AddUint32(addr, delta) }
func SwapUint32(addr *uint32, new uint32) (old uint32)  { return SwapUint32(addr, new) }
func AndUint32(addr *uint32, mask uint32) (old uint32)  { return AndUint32(addr, mask) }
func OrUint32(addr *uint32, mask uint32) (old uint32)   { return OrUint32(addr, mask) }
func CompareAndSwapUint32(addr *uint32, old, new uint32) (swapped bool) {
	return CompareAndSwapUint32(addr, old, new)
}

// Uint32 is an uint32.
type Uint32 struct{ v uint32 }

func (x *Uint32) Load() uint32                  { return LoadUint32(&x.v) }
func (x *Uint32) Store(val uint32)              { StoreUint32(&x.v, val) }
func (x *Uint32) Add(delta uint32) (new uint32) { return AddUint32(&x.v, delta) }
func (x *Uint32) Swap(new uint32) (old uint32)  { return SwapUint32(&x.v, new) }
func (x *Uint32) And(mask uint32) (old uint32)  { return AndUint32(&x.v, mask) }
func (x *Uint32) Or(mask uint32) (old uint32)   { return OrUint32(&x.v, mask) }
func (x *Uint32) CompareAndSwap(old, new uint32) (swapped bool) {
	return CompareAndSwapUint32(&x.v, old, new)
}

func LoadUint64(addr *uint64) uint64                    { return LoadUint64(addr) }
func StoreUint64(addr *uint64, val uint64)              { StoreUint64(addr, val) }
func AddUint64(addr *uint64, delta uint64) (new uint64) { return AddUint64(addr, delta) }
func SwapUint64(addr *uint64, new uint64) (old uint64)  { return SwapUint64(addr, new) }
func AndUint64(addr *uint64, mask uint64) (old uint64)  { return AndUint64(addr, mask) }
func OrUint64(addr *uint64, mask uint64) (old uint64)   { return OrUint64(addr, mask) }
func CompareAndSwapUint64(addr *uint64, old, new uint64) (swapped bool) {
	return CompareAndSwapUint64(addr, old, new)
}

// Uint64 is an uint64.
type Uint64 struct{ v uint64 }

func (x *Uint64) Load() uint64                  { return LoadUint64(&x.v) }
func (x *Uint64) Store(val uint64)              { StoreUint64(&x.v, val) }
func (x *Uint64) Add(delta uint64) (new uint64) { return AddUint64(&x.v, delta) }
func (x *Uint64) Swap(new uint64) (old uint64)  { return SwapUint64(&x.v, new) }
func (x *Uint64) And(mask uint64) (old uint64)  { return AndUint64(&x.v, mask) }
func (x *Uint64) Or(mask uint64) (old uint64)   { return OrUint64(&x.v, mask) }
func (x *Uint64) CompareAndSwap(old, new uint64) (swapped bool) {
	return CompareAndSwapUint64(&x.v, old, new)
}

func LoadUintptr(addr *uintptr) uintptr                     { return LoadUintptr(addr) }
func StoreUintptr(addr *uintptr, val uintptr)               { StoreUintptr(addr, val) }
func AddUintptr(addr *uintptr, delta uintptr) (new uintptr) { return AddUintptr(addr, delta) }
func SwapUintptr(addr *uintptr, new uintptr) (old uintptr)  { return SwapUintptr(addr, new) }
func AndUintptr(addr *uintptr, mask uintptr) (old uintptr)  { return AndUintptr(addr, mask) }
func OrUintptr(addr *uintptr, mask uintptr) (old uintptr)   { return OrUintptr(addr, mask) }
func CompareAndSwapUintptr(addr *uintptr, old, new uintptr) (swapped bool) {
	return CompareAndSwapUintptr(addr, old, new)
}

// Uintptr is an uintptr.
type Uintptr struct{ v uintptr }

func (x *Uintptr) Load() uintptr                   { return LoadUintptr(&x.v) }
func (x *Uintptr) Store(val uintptr)               { StoreUintptr(&x.v, val) }
func (x *Uintptr) Add(delta uintptr) (new uintptr) { return AddUintptr(&x.v, delta) }
func (x *Uintptr) Swap(new uintptr) (old uintptr)  { return SwapUintptr(&x.v, new) }
func (x *Uintptr) And(mask uintptr) (old uintptr)  { return AndUintptr(&x.v, mask) }
func (x *Uintptr) Or(mask uintptr) (old uintptr)   { return OrUintptr(&x.v, mask) }
func (x *Uintptr) CompareAndSwap(old, new uintptr) (swapped bool) {
	return CompareAndSwapUintptr(&x.v, old, new)
}

func LoadPointer(addr *unsafe.Pointer) unsafe.Pointer       { return LoadPointer(addr) }
func StorePointer(addr *unsafe.Pointer, val unsafe.Pointer) { StorePointer(addr, val) }
func SwapPointer(addr *unsafe.Pointer, new unsafe.Pointer) (old unsafe.Pointer) {
	return SwapPointer(addr, new)
}
func CompareAndSwapPointer(addr *unsafe.Pointer, old, new unsafe.Pointer) (swapped bool) {
	return CompareAndSwapPointer(addr, old, new)
}

// Bool is a bool.
type Bool struct{ v uint32 }

func word(b bool) uint32 {
	if b {
		return 1
	}
	return 0
}

func (x *Bool) Load() bool               { return LoadUint32(&x.v) != 0 }
func (x *Bool) Store(val bool)           { StoreUint32(&x.v, word(val)) }
func (x *Bool) Swap(new bool) (old bool) { return SwapUint32(&x.v, word(new)) != 0 }
func (x *Bool) CompareAndSwap(old, new bool) (swapped bool) {
	return CompareAndSwapUint32(&x.v, word(old), word(new))
}

// Value is a value of any one type. It lies in an object of its own, which is never changed.
type Value struct{ p Pointer[any] }

// Load returns the value, nil if there is none yet.
func (v *Value) Load() any {
	if p := v.p.Load(); p != nil {
		return *p
	}
	return nil
}

// check panics if val may not take the place of the value at p.
func check(p *any, val any, op string) {
	if val == nil {
		panic("sync/atomic: " + op + " of nil value into Value")
	}
	if p != nil && !rt.SameType(*p, val) {
		panic("sync/atomic: " + op + " of inconsistently typed value into Value")
	}
}

// Store sets the value.
func (v *Value) Store(val any) { v.swap(val, "store") }

// Swap sets the value and returns the one before.
func (v *Value) Swap(new any) (old any) { return v.swap(new, "swap") }

func (v *Value) swap(new any, op string) (old any) {
	for {
		p := v.p.Load()
		check(p, new, op)
		if v.p.CompareAndSwap(p, &new) {
			if p != nil {
				old = *p
			}
			return old
		}
	}
}

// CompareAndSwap sets the value if it is old, which must be comparable.
func (v *Value) CompareAndSwap(old, new any) (swapped bool) {
	if new == nil {
		panic("sync/atomic: compare and swap of nil value into Value")
	}
	if old != nil && !rt.SameType(old, new) {
		panic("sync/atomic: compare and swap of inconsistently typed values")
	}
	for {
		p := v.p.Load()
		if p == nil {
			if old != nil {
				return false
			}
		} else if check(p, new, "compare and swap"); *p != old {
			return false
		}
		if v.p.CompareAndSwap(p, &new) {
			return true
		}
	}
}

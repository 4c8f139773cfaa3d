// Package slices works on slices of any type.
//
// Functions that shorten a slice set the elements behind its new end to zero.
package slices

import (
	"cmp"
	"math/bits"
	"unsafe"
)

// Equal reports whether two slices have equal elements.
func Equal[S ~[]E, E comparable](s1, s2 S) bool {
	if len(s1) != len(s2) {
		return false
	}
	for i := range s1 {
		if s1[i] != s2[i] {
			return false
		}
	}
	return true
}

// EqualFunc is Equal with elements compared by eq.
func EqualFunc[S1 ~[]E1, S2 ~[]E2, E1, E2 any](s1 S1, s2 S2, eq func(E1, E2) bool) bool {
	if len(s1) != len(s2) {
		return false
	}
	for i, v := range s1 {
		if !eq(v, s2[i]) {
			return false
		}
	}
	return true
}

// Compare compares two slices as words in a dictionary.
func Compare[S ~[]E, E cmp.Ordered](s1, s2 S) int {
	return CompareFunc(s1, s2, cmp.Compare[E])
}

// CompareFunc is Compare with elements compared by cmp.
func CompareFunc[S1 ~[]E1, S2 ~[]E2, E1, E2 any](s1 S1, s2 S2, cmp func(E1, E2) int) int {
	for i, v := range s1 {
		if i >= len(s2) {
			return 1
		}
		if c := cmp(v, s2[i]); c != 0 {
			return c
		}
	}
	if len(s1) < len(s2) {
		return -1
	}
	return 0
}

// Index returns the index of the first v in s, -1 if there is none.
func Index[S ~[]E, E comparable](s S, v E) int {
	for i := range s {
		if v == s[i] {
			return i
		}
	}
	return -1
}

// IndexFunc returns the index of the first element for which f is true, -1 if there is none.
func IndexFunc[S ~[]E, E any](s S, f func(E) bool) int {
	for i := range s {
		if f(s[i]) {
			return i
		}
	}
	return -1
}

// Contains reports whether v is in s.
func Contains[S ~[]E, E comparable](s S, v E) bool { return Index(s, v) >= 0 }

// ContainsFunc reports whether f is true for an element of s.
func ContainsFunc[S ~[]E, E any](s S, f func(E) bool) bool { return IndexFunc(s, f) >= 0 }

// overlap reports whether two slices share memory.
func overlap[E any](a, b []E) bool {
	size := unsafe.Sizeof(*new(E))
	if len(a) == 0 || len(b) == 0 || size == 0 {
		return false
	}
	return uintptr(unsafe.Pointer(&a[0])) < uintptr(unsafe.Pointer(&b[len(b)-1]))+size &&
		uintptr(unsafe.Pointer(&b[0])) < uintptr(unsafe.Pointer(&a[len(a)-1]))+size
}

// Insert puts v before the element at index i and returns the longer slice.
func Insert[S ~[]E, E any](s S, i int, v ...E) S {
	_ = s[i:]
	m, n := len(v), len(s)
	switch {
	case m == 0:
		return s
	case i == n:
		return append(s, v...)
	case n+m > cap(s):
		longer := append(s[:i], make(S, n+m-i)...)
		copy(longer[i:], v)
		copy(longer[i+m:], s[i:])
		return longer
	}
	longer := s[:n+m]
	if overlap(v, longer[i:]) {
		v = Clone(v)
	}
	copy(longer[i+m:], s[i:])
	copy(longer[i:], v)
	return longer
}

// Delete removes s[i:j] and returns the shorter slice.
func Delete[S ~[]E, E any](s S, i, j int) S {
	_ = s[i:j:len(s)]
	if i == j {
		return s
	}
	n := len(s)
	s = append(s[:i], s[j:]...)
	clear(s[len(s):n])
	return s
}

// DeleteFunc removes the elements for which del is true and returns the shorter slice.
func DeleteFunc[S ~[]E, E any](s S, del func(E) bool) S {
	i := IndexFunc(s, del)
	if i < 0 {
		return s
	}
	for j := i + 1; j < len(s); j++ {
		if v := s[j]; !del(v) {
			s[i] = v
			i++
		}
	}
	clear(s[i:])
	return s[:i]
}

// Replace puts v in the place of s[i:j] and returns the slice.
func Replace[S ~[]E, E any](s S, i, j int, v ...E) S {
	_ = s[i:j]
	if i == j {
		return Insert(s, i, v...)
	}
	if j == len(s) {
		replaced := append(s[:i], v...)
		if len(replaced) < len(s) {
			clear(s[len(replaced):])
		}
		return replaced
	}
	n := len(s[:i]) + len(v) + len(s[j:])
	if n > cap(s) {
		replaced := append(s[:i], make(S, n-i)...)
		copy(replaced[i:], v)
		copy(replaced[i+len(v):], s[j:])
		return replaced
	}
	replaced := s[:n]
	if overlap(v, s[i:cap(s)]) {
		v = Clone(v)
	}
	copy(replaced[i+len(v):], s[j:])
	copy(replaced[i:], v)
	if n < len(s) {
		clear(s[n:])
	}
	return replaced
}

// Clone returns a copy of s; of a nil slice, nil.
func Clone[S ~[]E, E any](s S) S { return append(s[:0:0], s...) }

// Compact keeps the first of each run of equal elements and returns the shorter slice.
func Compact[S ~[]E, E comparable](s S) S {
	return CompactFunc(s, func(a, b E) bool { return a == b })
}

// CompactFunc is Compact with elements compared by eq.
func CompactFunc[S ~[]E, E any](s S, eq func(E, E) bool) S {
	if len(s) < 2 {
		return s
	}
	kept := 1
	for kept < len(s) && !eq(s[kept], s[kept-1]) {
		kept++
	}
	if kept == len(s) {
		return s
	}
	for k := kept + 1; k < len(s); k++ {
		if !eq(s[k], s[k-1]) {
			s[kept] = s[k]
			kept++
		}
	}
	clear(s[kept:])
	return s[:kept]
}

// Grow returns s with room for n elements more.
func Grow[S ~[]E, E any](s S, n int) S {
	if n < 0 {
		panic("cannot be negative")
	}
	if n -= cap(s) - len(s); n > 0 {
		s = append(s[:cap(s)], make([]E, n)...)[:len(s)]
	}
	return s
}

// Clip returns s without room behind its end.
func Clip[S ~[]E, E any](s S) S { return s[:len(s):len(s)] }

// Reverse turns the order of the elements round.
func Reverse[S ~[]E, E any](s S) {
	for i, j := 0, len(s)-1; i < j; i, j = i+1, j-1 {
		s[i], s[j] = s[j], s[i]
	}
}

// Concat returns a new slice of the elements of all.
func Concat[S ~[]E, E any](slices ...S) S {
	size := 0
	for _, s := range slices {
		size += len(s)
		if size < 0 {
			panic("len out of range")
		}
	}
	all := Grow[S](nil, size)
	for _, s := range slices {
		all = append(all, s...)
	}
	return all
}

// Repeat returns a new slice that has the elements of x count times.
func Repeat[S ~[]E, E any](x S, count int) S {
	if count < 0 {
		panic("cannot be negative")
	}
	if high, low := bits.Mul(uint(len(x)), uint(count)); high > 0 || low > 1<<63-1 {
		panic("the result of (len(x) * count) overflows")
	}
	repeated := make(S, len(x)*count)
	n := copy(repeated, x)
	for n > 0 && n < len(repeated) {
		n += copy(repeated[n:], repeated[:n])
	}
	return repeated
}

// Package cmp compares values that have an order.
package cmp

// Ordered is any type whose values < compares.
type Ordered interface {
	~int | ~int8 | ~int16 | ~int32 | ~int64 |
		~uint | ~uint8 | ~uint16 | ~uint32 | ~uint64 | ~uintptr |
		~float32 | ~float64 | ~string
}

// Less reports whether x comes before y. A NaN comes before all numbers.
func Less[T Ordered](x, y T) bool { return x < y || x != x && y == y }

// Compare returns -1 if x comes before y, 1 if it comes after, and 0 otherwise. A NaN equals a NaN and comes before all numbers.
func Compare[T Ordered](x, y T) int {
	switch {
	case x < y:
		return -1
	case x > y:
		return 1
	case x == y:
		return 0
	case x == x:
		return 1
	case y == y:
		return -1
	}
	return 0
}

// Or returns the first of its arguments that is not zero, or zero.
func Or[T comparable](vals ...T) T {
	var zero T
	for _, val := range vals {
		if val != zero {
			return val
		}
	}
	return zero
}

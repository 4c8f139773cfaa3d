package maphash

import "hash"

// hashValue panics if what x holds cannot be a key of a map.
func hashValue(x any, seed uint64) uint64

// Comparable returns the hash of a value with a seed: equal values have equal hashes. It panics if v cannot be compared.
func Comparable[T comparable](seed Seed, v T) uint64 { return hashValue(v, seed.s) }

// WriteComparable adds a value to what h has hashed.
func WriteComparable[T comparable](h *Hash, x T) {
	h.initSeed()
	value := hashValue(x, h.seed.s)
	var b [8]byte
	for i := range b {
		b[i] = byte(value >> (8 * i))
	}
	h.Write(b[:])
}

// Clone returns a copy of h.
func (h *Hash) Clone() (hash.Cloner, error) {
	h.initSeed()
	clone := *h
	return &clone, nil
}

// Package iter has the types of iterators: functions that call another with each value.
package iter

// Seq calls yield with each value of a sequence, until yield returns false.
type Seq[V any] func(yield func(V) bool)

// Seq2 calls yield with each pair of a sequence, until yield returns false.
type Seq2[K, V any] func(yield func(K, V) bool)

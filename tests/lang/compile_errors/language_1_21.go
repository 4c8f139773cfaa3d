// What is newer than the Go that a //go:build line of the file names.

//go:build (linux && go1.21) || (windows && go1.23)

package main

type pair[K, V any] struct {
	key   K
	value V
}

type byName[V any] = pair[string, V]

func all(yield func(int) bool) {}

func main() {
	for range 10 {
	}
	for i := range 3 {
		_ = i
	}
	for range all {
	}
	_ = new(1 + 2)
	_ = min(1, 2)
	clear(map[int]int{})
}

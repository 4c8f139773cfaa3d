// Maps that change while they are walked: each entry that stays is met once, one that is deleted before is never met, one that is
// deleted and put back at once is not met again, new ones are met once at most; whatever the size, with growth and clear besides.
package main

import "fmt"

type key struct{ a, b int16 }

func fill[K comparable](n int, make_ func(int) K) map[K]int {
	m := map[K]int{}
	for i := 0; i < n; i++ {
		m[make_(i)] = i
	}
	return m
}

func check(label string, ok bool, more ...any) {
	if !ok {
		fmt.Println(append([]any{"wrong:", label}, more...)...)
	}
}

func walk[K comparable](n int, name func(int) K) {
	// Deleted and put back.
	m := fill(n, name)
	met := map[K]int{}
	for k, v := range m {
		met[k]++
		delete(m, k)
		m[k] = v + 1
	}
	check("put back", len(met) == n && len(m) == n, n, len(met), len(m))
	for k, c := range met {
		check("put back, met", c == 1, n, k, c)
		check("put back, value", m[k] > 0)
	}
	// The entry itself deleted.
	m = fill(n, name)
	c := 0
	for k := range m {
		delete(m, k)
		c++
	}
	check("deleted", c == n && len(m) == 0, n, c)
	for i := 0; i < n; i++ { // and filled again
		m[name(i)] = i
	}
	check("filled", len(m) == n)
	// All others deleted.
	c = 0
	for k := range m {
		c++
		for i := 0; i < n; i++ {
			if name(i) != k {
				delete(m, name(i))
			}
		}
	}
	check("others deleted", n == 0 || c == 1 && len(m) == 1, n, c)
	// Cleared.
	m = fill(n, name)
	c = 0
	for range m {
		c++
		clear(m)
	}
	check("cleared", n == 0 || c == 1, n, c)
	// Grown, with half of the entries deleted.
	m = fill(n, name)
	met = map[K]int{}
	next := n
	for k, v := range m {
		met[k]++
		if v < n && v%2 == 0 {
			delete(m, k)
		}
		if next < 5*n {
			m[name(next)] = next
			next++
			m[name(next)] = next
			next++
		}
	}
	for i := 0; i < n; i++ {
		check("grown, met", met[name(i)] == 1, n, i, met[name(i)])
	}
	for k, c := range met {
		check("grown, once", c == 1, n, k, c)
	}
	// Values changed, a key of the rest deleted and put back.
	m = fill(n, name)
	met = map[K]int{}
	for k := range m {
		met[k]++
		m[k] = -1
		for i := 0; i < n; i++ {
			if met[name(i)] == 0 {
				delete(m, name(i))
				m[name(i)] = -2
				break
			}
		}
	}
	for _, c := range met {
		check("rest", c == 1, n, c)
	}
	// Two walks of one map.
	m = fill(n, name)
	pairs := 0
	for range m {
		for k, v := range m {
			delete(m, k)
			m[k] = v
			pairs++
		}
	}
	check("pairs", pairs == n*n, n, pairs)
	// Many deleted and added in turn.
	for i := 0; i < 20*n; i++ {
		delete(m, name(i))
		m[name(i+n)] = i
		_, old := m[name(i)]
		_, new := m[name(i+n)]
		check("turn", !old && new && len(m) == n, n, i, len(m))
	}
}

func main() {
	for round := 0; round < 3; round++ {
		for _, n := range []int{0, 1, 2, 3, 4, 5, 7, 8, 9, 16, 31, 100, 300} {
			walk(n, func(i int) int { return i })
			walk(n, func(i int) string { return fmt.Sprint("key ", i) })
			walk(n, func(i int) any { return i })
			walk(n, func(i int) key { return key{int16(i), 1} })
			walk(n, func(i int) int32 { return int32(-i) })
			walk(n, func(i int) float64 { return float64(i) / 2 })
		}
	}
	fmt.Println("walked")
}

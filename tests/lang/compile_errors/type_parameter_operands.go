// What a value of a type parameter may become, be called, indexed and ranged over.
package main

func f[T int | string, S ~[]int | ~map[string]int, F func() | func(int)](x T, s S, f F) {
	var i int = x
	_ = T(300)
	_ = T(1.5)
	_ = x.(int)
	switch x.(type) {
	}
	_ = s[0]
	f()
	for range x {
	}
	x = nil
	const c T = 1
	_ = i
}

func main() { f[int, []int, func()](1, nil, nil) }

// iota in groups, repeated and shadowed.
package main

import "fmt"

const (
	a = iota
	b
	_
	d = "s"
	e
	f    = iota
	g, h = iota, iota * 10
	i, j
)
const (
	k = 1 << iota
	l
	m = iota + len("ab")
	n
)

type W int

const (
	Mo W = iota + 1
	Tu
	We
)
const (
	KB float64 = 1 << (10 * (iota + 1))
	MB
)
const x = iota

func main() {
	const (
		q = iota
		r = iota
	)
	{
		const iota = 5
		const z = iota
		fmt.Println(z)
	}
	fmt.Println(a, b, d, e, f, g, h, i, j, k, l, m, n, Mo, Tu, We, KB, MB, x, q, r)
	fmt.Printf("%T %T\n", Tu, MB)
}

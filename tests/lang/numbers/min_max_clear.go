// min, max, clear and new(expression), on numbers, strings, NaN and type parameters.
package main

import (
	"fmt"
	"math"
)

type F float64

func main() {
	nan := math.NaN()
	a, b := 3, 5
	fmt.Println(min(a, b, 4), max(a, b, 9), min(1, 2.5), max("a", "b"), min(nan, 1), max(1, nan), min(0.0, math.Copysign(0, -1)), 1/min(0.0, math.Copysign(0, -1)), 1/max(math.Copysign(0, -1), 0.0), max(F(1), 2), min("", "x"))
	const c = min(1, 'a', 2.0)
	fmt.Printf("%T %v\n", c, c)
	var u8 uint8 = 200
	fmt.Println(max(u8, 100), min(u8, 255))
	s := "b"
	fmt.Println(min(s, "a", "c"), max(s))
	m := map[float64]int{nan: 1, 1: 2}
	clear(m)
	fmt.Println(len(m))
	sl := []string{"a", "b"}
	clear(sl[:1])
	fmt.Printf("%q\n", sl)
	var nm map[int]int
	clear(nm)
	clear([]int(nil))
	fmt.Println(g(3, 4), g("x", "y"), g(2.5, nan))
	x := []any{1, "a"}
	clear(x)
	fmt.Println(x)
	t := func(s string, v int) int { fmt.Print(s, " "); return v }
	fmt.Println(max(t("a", 1), t("b", 2), 3))
	p := new(int)
	q := new(func() int { return 7 }())
	r := new("s")
	z := new(struct{ a int }{5})
	fmt.Println(*p, *q, *r, z.a)
	w := new(any(nil))
	fmt.Println(*w)
	cc := new(1 << 3)
	fmt.Printf("%T\n", cc)
}
func g[T int | string | float64](a, b T) T { return max(min(a, b), a) }

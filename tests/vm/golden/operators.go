// Operators: the operation for each type, and its forms with constants.
package main

func integers(a, b int, u, v uint64) (int, uint64) {
	a = a + b - 3*a
	a = a*b + a/b - a%b
	a = a&b | a ^ b&^a
	a = a<<u | a>>v
	u = u/v + u%v
	u = u<<v | u>>v
	return -a, ^u
}

func narrow(a, b int32, u, v uint32, c int8, d uint16) (int32, uint32, int8, uint16) {
	a = a + b - a*b + a/b
	u = u + v - u*v + u/v
	a, u = a<<u, u<<v
	c = c*c - c/3
	d = d + 7 - d*d
	return a + 5, u + 5, c << 2, d >> 2
}

func constants(a int, u uint64, h uint16, i int32) int {
	a = a + 5
	a = a - 100000
	a = a * 8
	a = a * 7
	a = a * 100000
	a = a / 7 % 100000
	a = a / 100000 % 7
	a = a&15 | 16 ^ 3
	a = a &^ 0xfff000
	a = a&0x12345678 | 0x12345678
	a = a<<3 | a>>4
	u = u / 8
	u = u % 16
	u = u / 7
	u = u >> 70
	h = h/100 + h%100
	i = i + 70000
	return a + int(u) + int(h) + int(i)
}

func floats(a, b float64, c, d float32) (float64, float32) {
	a = a + b - a*b/a
	a = a + 1.5 - a*2.5
	a += a * b
	a = -a / 4
	c = c + d - c*d/c
	return a, -c * 2
}

func complexes(a, b complex128, c, d complex64) (complex128, complex64, float64) {
	a = a + b - a*b/a
	c = c*d + c
	return -a, c, real(a) + imag(b)
}

func strings(a, b, c string) string { return a + b + "-" + c }

func comparisons(a, b int, u, v uint64, f, g float64, h, i float32, s, t string, e, k any, x, y complex128) (r []bool) {
	r = append(r, a == b, a < b, a >= b, u < v, u >= v, f == g, f < g, f >= g, h != i, h <= i)
	return append(r, s == t, s < t, s == "", e == k, e != nil, x == y, !r[0])
}

func conversions(i int, u uint8, f float64, h float32, s string, b []byte, r []rune) (int8, uint32, float64, float32, int, []byte, string, []rune, string) {
	return int8(i), uint32(i), float64(i), float32(f), int(f), []byte(s), string(b), []rune(s), string(r)
}

func main() {}

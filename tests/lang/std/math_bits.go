// Every function of math and math/cmplx over edge values and pseudo-random ones: the bits of the
// results. One line a function, a hash of all results; with the name of a function as argument every result.
package main

import (
	"fmt"
	"math"
	"math/cmplx"
	"os"
)

var seed uint64 = 1

func random() uint64 {
	seed ^= seed << 13
	seed ^= seed >> 7
	seed ^= seed << 17
	return seed
}

func unit() float64 { return float64(random()>>11) / (1 << 53) }

// values returns the numbers that one-argument functions are given.
func values() []float64 {
	v := []float64{0, 0.5, 1, 1.5, 2, 3, 4, 5, 6, 7, 7.5, 8, 10, 16, 20.5, 28, 33, 34, 100, 143.5, 170, 171.5, 172, 200.5, 709, 710, 745, 746, 1000, 1e-9, 1e-10,
		0.2316, 0.25, 0.35, 0.7, 0.75, 0.84, 0.85, 0.9, 1.2316, 1.25, 1.46163, 1.7316, 2.8571, 4.5454, 21.5, 44.1, 0x1p-1074, 0x1p-1060, 0x1p-1022, 0x1p-1021,
		0x1p-70, 0x1p-54, 0x1p-29, 0x1p-28, 0x1p-27, 0x1p-13, 0x1p28, 0x1p29, 0x1p30, 0x1p31, 0x1p32, 0x1p52, 0x1p53, 0x1p54, 0x1p58, 0x1p63, 0x1p64, 0x1p129, 0x1p130, 0x1p303,
		math.MaxFloat64, math.MaxFloat64 / 2, math.MaxFloat32, math.Pi, math.Pi / 2, math.Pi / 4, math.E, math.Ln2, math.Ln2 / 2, 1.5 * math.Ln2, 56 * math.Ln2, math.Sqrt2 - 1, math.Inf(1)}
	for _, x := range v[:len(v)-1] {
		v = append(v, math.Nextafter(x, -1), math.Nextafter(x, math.Inf(1)))
	}
	for i := 0; i < 150; i++ {
		v = append(v, unit(), unit()*3, unit()*10, unit()*40, unit()*800, unit()*1e10, math.Float64frombits(random()&^(1<<63)))
	}
	for _, x := range v[:len(v):len(v)] {
		v = append(v, -x)
	}
	return append(v, math.NaN(), math.Float64frombits(0xFFF8000000000000))
}

var only string

type digest struct {
	name string
	hash uint64
}

func (d *digest) add(args []any, results ...float64) {
	if only == d.name {
		fmt.Print(args...)
		for _, r := range results {
			fmt.Printf(" %v %016x", r, math.Float64bits(r))
		}
		fmt.Println()
	}
	for _, r := range results {
		d.hash = (d.hash ^ math.Float64bits(r)) * 0x100000001b3
		d.hash ^= d.hash >> 29
	}
}

func (d *digest) print() {
	if only == "" {
		fmt.Printf("%s %016x\n", d.name, d.hash)
	}
}

func main() {
	if len(os.Args) > 1 {
		only = os.Args[1]
	}
	v := values()
	one(v)
	some := append(v[:60:60], math.Inf(-1), math.NaN(), -0.5, -1, -1.5, -2, -3, -7, -0x1p53, -0x1p64, math.Copysign(0, -1))
	for i := 0; i < 60; i++ {
		some = append(some, v[random()%uint64(len(v))])
	}
	two(some)
	complexes(some[:70])
	for i := 0; i < 30; i++ {
		some[i] = (unit() - 0.5) * 8
	}
	complexes(some[:30])
}

func one(v []float64) {
	functions := []struct {
		name string
		f    func(float64) float64
	}{
		{"Abs", math.Abs}, {"Acos", math.Acos}, {"Acosh", math.Acosh}, {"Asin", math.Asin}, {"Asinh", math.Asinh}, {"Atan", math.Atan}, {"Atanh", math.Atanh},
		{"Cbrt", math.Cbrt}, {"Ceil", math.Ceil}, {"Cos", math.Cos}, {"Cosh", math.Cosh}, {"Erf", math.Erf}, {"Erfc", math.Erfc}, {"Erfinv", math.Erfinv},
		{"Erfcinv", math.Erfcinv}, {"Exp", math.Exp}, {"Exp2", math.Exp2}, {"Expm1", math.Expm1}, {"Floor", math.Floor}, {"Gamma", math.Gamma}, {"J0", math.J0},
		{"J1", math.J1}, {"Log", math.Log}, {"Log10", math.Log10}, {"Log1p", math.Log1p}, {"Log2", math.Log2}, {"Logb", math.Logb}, {"Round", math.Round},
		{"RoundToEven", math.RoundToEven}, {"Sin", math.Sin}, {"Sinh", math.Sinh}, {"Sqrt", math.Sqrt}, {"Tan", math.Tan}, {"Tanh", math.Tanh}, {"Trunc", math.Trunc},
		{"Y0", math.Y0}, {"Y1", math.Y1},
		{"Ilogb", func(x float64) float64 { return float64(math.Ilogb(x)) }},
		{"Float32", func(x float64) float64 { return float64(float32(x)) }},
		{"Float32bits", func(x float64) float64 { return float64(math.Float32bits(float32(x))) }},
	}
	for _, f := range functions {
		d := digest{name: f.name}
		for _, x := range v {
			d.add([]any{x}, f.f(x))
		}
		d.print()
	}
	d := digest{name: "Frexp"}
	for _, x := range v {
		r, e := math.Frexp(x)
		d.add([]any{x}, r, float64(e))
	}
	d.print()
	d = digest{name: "Modf"}
	for _, x := range v {
		i, f := math.Modf(x)
		d.add([]any{x}, i, f)
	}
	d.print()
	d = digest{name: "Lgamma"}
	for _, x := range v {
		r, sign := math.Lgamma(x)
		d.add([]any{x}, r, float64(sign))
	}
	d.print()
	d = digest{name: "Sincos"}
	for _, x := range v {
		s, c := math.Sincos(x)
		d.add([]any{x}, s, c)
	}
	d.print()
	d = digest{name: "Ldexp"}
	for _, x := range v {
		for _, e := range []int{0, 1, -1, 52, -52, 1023, -1022, -1074, -1075, 2000, -2100, math.MaxInt32, math.MinInt32, math.MaxInt32 + 5} {
			d.add([]any{x, " ", e}, math.Ldexp(x, e))
		}
	}
	d.print()
	bessel("Jn", math.Jn, v)
	bessel("Yn", math.Yn, v)
	d = digest{name: "Pow10"}
	for n := -400; n < 400; n++ {
		d.add([]any{n}, math.Pow10(n))
	}
	d.print()
}

func bessel(name string, f func(int, float64) float64, v []float64) {
	d := digest{name: name}
	for i, x := range v {
		for _, n := range []int{0, 1, 2, 3, 7, 33, 34, 60, -1, -2, -3, -34} {
			if i%3 == 0 || n < 3 {
				d.add([]any{n, " ", x}, f(n, x))
			}
		}
	}
	d.print()
}

func two(v []float64) {
	functions := []struct {
		name string
		f    func(x, y float64) float64
	}{
		{"Atan2", math.Atan2}, {"Copysign", math.Copysign}, {"Dim", math.Dim}, {"Hypot", math.Hypot}, {"Max", math.Max}, {"Min", math.Min}, {"Mod", math.Mod},
		{"Nextafter", math.Nextafter}, {"Pow", math.Pow}, {"Remainder", math.Remainder},
		{"Nextafter32", func(x, y float64) float64 { return float64(math.Nextafter32(float32(x), float32(y))) }},
		{"FMA", func(x, y float64) float64 { return math.FMA(x, y, -x*y) }},
		{"FMA1", func(x, y float64) float64 { return math.FMA(x, y, 0.3) }},
		{"max", func(x, y float64) float64 { return max(x, y) }},
		{"min", func(x, y float64) float64 { return min(x, y) }},
		{"quo", func(x, y float64) float64 { return x / y }},
		{"mul", func(x, y float64) float64 { return x * y }},
		{"add", func(x, y float64) float64 { return x + y }},
		{"sub", func(x, y float64) float64 { return x - y }},
	}
	for _, f := range functions {
		d := digest{name: f.name}
		for _, x := range v {
			for _, y := range v {
				d.add([]any{x, " ", y}, f.f(x, y))
			}
		}
		d.print()
	}
}

func complexes(v []float64) {
	functions := []struct {
		name string
		f    func(complex128) complex128
	}{
		{"Acos", cmplx.Acos}, {"Acosh", cmplx.Acosh}, {"Asin", cmplx.Asin}, {"Asinh", cmplx.Asinh}, {"Atan", cmplx.Atan}, {"Atanh", cmplx.Atanh}, {"Conj", cmplx.Conj},
		{"Cos", cmplx.Cos}, {"Cosh", cmplx.Cosh}, {"Cot", cmplx.Cot}, {"Exp", cmplx.Exp}, {"Log", cmplx.Log}, {"Log10", cmplx.Log10}, {"Sin", cmplx.Sin},
		{"Sinh", cmplx.Sinh}, {"Sqrt", cmplx.Sqrt}, {"Tan", cmplx.Tan}, {"Tanh", cmplx.Tanh},
		{"Polar", func(z complex128) complex128 { return complex(cmplx.Polar(z)) }},
		{"Rect", func(z complex128) complex128 { return cmplx.Rect(real(z), imag(z)) }},
		{"PowA", func(z complex128) complex128 { return cmplx.Pow(z, 1.5-2i) }},
		{"PowB", func(z complex128) complex128 {
			if math.IsNaN(real(z)) {
				return 0 // Go 1.26 panics if the other part is infinite
			}
			return cmplx.Pow(0, z)
		}},
		{"PowC", func(z complex128) complex128 {
			if cmplx.IsNaN(z) || cmplx.IsInf(z) {
				return 0 // which NaN wins depends on the order of operands in the machine's code
			}
			return cmplx.Pow(2-1i, z)
		}},
		{"PowD", func(z complex128) complex128 { return cmplx.Pow(z, -3) }},
		{"mul", func(z complex128) complex128 { return z * (2 - 3i) }},
		{"quo", func(z complex128) complex128 { return z / (2 - 3i) }},
		{"inverse", func(z complex128) complex128 { return (1 + 2i) / z }},
	}
	for _, f := range functions {
		d := digest{name: "cmplx." + f.name}
		for _, x := range v {
			for _, y := range v {
				z := f.f(complex(x, y))
				d.add([]any{complex(x, y)}, real(z), imag(z))
			}
		}
		d.print()
	}
	// What is NaN or infinite.
	n := 0
	for _, x := range v {
		for _, y := range v {
			if cmplx.IsNaN(complex(x, y)) {
				n += 2
			}
			if cmplx.IsInf(complex(x, y)) {
				n += 3
			}
		}
	}
	if only == "" {
		fmt.Println("NaN and Inf", n)
	}
}

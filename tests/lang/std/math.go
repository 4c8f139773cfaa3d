// Random numbers for seeds, math/bits over random words, functions of math and math/cmplx on edge
// values.
package main

import (
	"fmt"
	"math"
	"math/bits"
	"math/cmplx"
	"math/rand"
)

func main() {
	for _, seed := range []int64{0, 1, 42, -5, 1 << 40, math.MinInt64} {
		r := rand.New(rand.NewSource(seed))
		fmt.Println(r.Int(), r.Int63(), r.Int31(), r.Uint32(), r.Uint64(), r.Intn(10), r.Intn(1<<40), r.Int63n(1e15), r.Int31n(7), r.Int31n(8), r.Float64(), r.Float32(), r.Perm(10))
		x := []int{1, 2, 3, 4, 5, 6, 7}
		r.Shuffle(len(x), func(i, j int) { x[i], x[j] = x[j], x[i] })
		fmt.Println(x)
		b := make([]byte, 10)
		r.Read(b)
		fmt.Println(b)
		s, t := 0.0, 0.0
		for i := 0; i < 3000; i++ {
			n, e := r.NormFloat64(), r.ExpFloat64()
			s += n
			t += e
			if i < 5 {
				fmt.Println(n, e)
			}
		}
		fmt.Println(s, t)
	}
	r := rand.New(rand.NewSource(9))
	h := uint64(0)
	for i := 0; i < 20000; i++ {
		x, y := r.Uint64(), r.Uint64()
		k := int(y % 130)
		hi, lo := bits.Mul64(x, y)
		sum, c := bits.Add64(x, y, uint64(i&1))
		d, bo := bits.Sub64(x, y, uint64(i&1))
		q, rem := bits.Div64(x%(y|1), y, y|1)
		h = h*31 + uint64(bits.LeadingZeros64(x>>uint(k&63))+bits.TrailingZeros64(x<<uint(k&63))+bits.OnesCount64(x)+bits.Len64(x)) + bits.Reverse64(x) + bits.ReverseBytes64(y) + bits.RotateLeft64(x, k-65) + hi + lo + sum + c + d + bo + q + rem
		h += uint64(bits.RotateLeft32(uint32(x), k-65)) + uint64(bits.RotateLeft16(uint16(x), -k)) + uint64(bits.RotateLeft8(uint8(x), -k)) + uint64(bits.Reverse16(uint16(x))) + uint64(bits.Reverse8(uint8(x))) + uint64(bits.Reverse32(uint32(x))) + uint64(bits.ReverseBytes32(uint32(x))) + uint64(bits.LeadingZeros8(uint8(x))+bits.TrailingZeros16(uint16(x))+bits.TrailingZeros8(0)+bits.Len32(uint32(x)))
	}
	fmt.Println(h, bits.UintSize, bits.RotateLeft(1, -1), bits.TrailingZeros(0), bits.Rem64(5, 6, 7))
	func() {
		defer func() { fmt.Println(recover()) }()
		bits.Div64(5, 0, 3)
	}()
	func() {
		defer func() { fmt.Println(recover()) }()
		bits.Div64(5, 0, 0)
	}()
	func() {
		defer func() { fmt.Println(recover()) }()
		rand.Intn(0)
	}()
	fmt.Println(math.MaxInt64, math.MinInt64, uint64(math.MaxUint64), math.MaxFloat64, math.SmallestNonzeroFloat64, math.MaxFloat32, math.Pi, math.E, math.Phi, math.Sqrt2, math.Ln10, math.Log2E)
	vs := []float64{0, math.Copysign(0, -1), 1, -1, 0.5, -0.5, 2.5, -2.5, 1e10, 1e300, math.Inf(1), math.Inf(-1), math.NaN(), 3, -7.25, 100}
	for _, x := range vs {
		fmt.Println(x, math.Floor(x), math.Ceil(x), math.Trunc(x), math.Round(x), math.RoundToEven(x), math.Abs(x), math.Sqrt(x), math.Signbit(x), math.IsNaN(x), math.IsInf(x, 0), math.IsInf(x, 1), math.Float64bits(x), math.Float32bits(float32(x)))
		fr, ex := math.Frexp(x)
		in, fc := math.Modf(x)
		fmt.Println(fr, ex, in, fc, math.Logb(x), math.Ilogb(x), math.Ldexp(x, 3), math.Ldexp(x, -2000), math.Ldexp(x, 5000))
		s, c := math.Sincos(x)
		fmt.Println(s, c, math.Exp(x), math.Log(x), math.Pow(2, x), math.Pow(x, 3), math.Pow(x, 0.5), math.Cbrt(x), math.Log2(x), math.Log10(x), math.Tanh(x), math.Atan(x))
		for _, y := range vs {
			fmt.Print(math.Max(x, y), " ", math.Min(x, y), " ", math.Dim(x, y), " ", math.Mod(x, y), " ", math.Remainder(x, y), " ", math.Atan2(x, y), " ", math.Hypot(x, y), " ", math.Pow(x, y), " ", math.Nextafter(x, y), " ", math.Nextafter32(float32(x), float32(y)), " ", math.Copysign(x, y), " ", math.FMA(x, y, 1), ";")
		}
		fmt.Println()
	}
	for n := -330; n < 320; n += 7 {
		fmt.Print(math.Pow10(n), " ")
	}
	fmt.Println()
	for _, z := range []complex128{1, 1i, -1, 3 + 4i, -2.5 - 1.5i, 0} {
		fmt.Println(cmplx.Abs(z), cmplx.Phase(z), cmplx.Sqrt(z), cmplx.Exp(z), cmplx.Log(z), cmplx.Pow(z, 2+1i), cmplx.Conj(z), cmplx.IsNaN(z), cmplx.Inf())
		fmt.Printf("%.10g %.10g %.10g %.10g %.10g %.10g\n", cmplx.Sin(z), cmplx.Cos(z), cmplx.Sinh(z), cmplx.Cosh(z), cmplx.Tan(z+0.1), cmplx.Asin(z))
	}
	fmt.Println(cmplx.Polar(3 + 4i))
	fmt.Println(cmplx.Rect(5, 0.5))
}

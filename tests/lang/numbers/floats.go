// Floats: NaN, infinities, rounding, conversion to integers, functions of math.
package main

import (
	"fmt"
	"math"
)

func main() {
	nan, inf := math.NaN(), math.Inf(1)
	fmt.Println(nan == nan, nan != nan, nan < 1, nan > 1, inf > math.MaxFloat64, -inf < inf)
	fmt.Println(0.1+0.2, float32(0.1)+float32(0.2), 1e21, 1e20, 1e-5, 123456789.0, 1e6, 100000.0)
	fmt.Println(float32(16777216)+1, math.MaxFloat32, float32(1e-45), 5e-324)
	fmt.Println(int64(1e18), float32(1<<24+1))
	x := 2.5
	y := 3.99
	fmt.Println(int(y), int(-y), uint8(y*50))
	fmt.Println(int(x), int8(-x), uint(x), math.Floor(-x), math.Ceil(-x), math.Trunc(-x), math.Round(x), math.RoundToEven(x))
	fmt.Println(math.Sqrt(2), math.Abs(-0.0), math.Max(nan, 1), math.Min(-0.0, 0), math.Mod(7, -3), math.Hypot(3, 4))
	fmt.Println(math.IsNaN(nan), math.IsInf(-inf, -1), math.Signbit(math.Copysign(0, -1)), math.Float64bits(1.5), math.Float32bits(-2))
	fr, e := math.Frexp(10)
	ip, fp := math.Modf(-3.25)
	fmt.Println(fr, e, ip, fp, math.Ldexp(0.5, 4), math.Cbrt(27), math.Log2(8), math.Log10(1000), math.Pow(2, 10))
	fmt.Printf("%.12f %.12f %.12f %.12f\n", math.Sin(1), math.Cos(1), math.Exp(1), math.Log(10))
	sum := 0.0
	for i := range 10 {
		sum += 0.1 * float64(i)
	}
	fmt.Println(sum, -0.0, 1/math.Inf(-1))
	var f32 float32 = 0.1
	fmt.Println(float64(f32), f32, f32*f32, f32 == 0.1, float64(f32) == 0.1)
	big := float64(1 << 63)
	fmt.Println(uint64(big), int64(-big), float64(math.MaxInt64))
}

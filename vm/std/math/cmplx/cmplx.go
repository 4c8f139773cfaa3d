// Package cmplx has functions of complex numbers. The methods are those of Cephes (csin, ctan, catan and others); what becomes of
// infinities and NaN is what C99 says in annex G.
package cmplx

import (
	"math"
	"math/bits"
)

func Abs(x complex128) float64   { return math.Hypot(real(x), imag(x)) }
func Phase(x complex128) float64 { return math.Atan2(imag(x), real(x)) }
func Conj(x complex128) complex128 {
	return complex(real(x), -imag(x))
}

func Polar(x complex128) (r, θ float64) { return Abs(x), Phase(x) }

// Rect returns the number at an angle and a distance.
func Rect(r, θ float64) complex128 {
	s, c := math.Sincos(θ)
	return complex(r*c, r*s)
}

func Inf() complex128 { return complex(math.Inf(1), math.Inf(1)) }
func NaN() complex128 { return complex(math.NaN(), math.NaN()) }

func IsInf(x complex128) bool { return math.IsInf(real(x), 0) || math.IsInf(imag(x), 0) }

// IsNaN reports whether a part is NaN and none is an infinity.
func IsNaN(x complex128) bool {
	return !IsInf(x) && (math.IsNaN(real(x)) || math.IsNaN(imag(x)))
}

// Sqrt returns the root with a real part that is not negative.
func Sqrt(x complex128) complex128 {
	a, b := real(x), imag(x)
	switch {
	case b == 0:
		if a == 0 {
			return complex(0, b)
		}
		if a < 0 {
			return complex(0, math.Copysign(math.Sqrt(-a), b))
		}
		return complex(math.Sqrt(a), b)
	case math.IsInf(b, 0):
		return complex(math.Inf(1), b)
	case a == 0:
		r := math.Sqrt(0.5 * math.Abs(b))
		return complex(r, math.Copysign(r, b))
	}
	// Scaled, so that the sum below neither overflows nor vanishes.
	scale := 2.0
	if math.Abs(a) > 4 || math.Abs(b) > 4 {
		a, b = a*0.25, b*0.25
	} else {
		a, b = a*0x1p54, b*0x1p54
		scale = 0x1p-27
	}
	r := math.Hypot(a, b)
	var t float64
	if a > 0 {
		t = math.Sqrt(0.5*r + 0.5*a)
		r = scale * math.Abs((0.5*b)/t)
		t *= scale
	} else {
		r = math.Sqrt(0.5*r - 0.5*a)
		t = scale * math.Abs((0.5*b)/r)
		r *= scale
	}
	if b < 0 {
		return complex(t, -r)
	}
	return complex(t, r)
}

func Exp(x complex128) complex128 {
	re, im := real(x), imag(x)
	switch {
	case math.IsInf(re, 0):
		switch {
		case re > 0 && im == 0:
			return x
		case math.IsInf(im, 0) || math.IsNaN(im):
			if re < 0 {
				return complex(0, math.Copysign(0, im))
			}
			return complex(math.Inf(1), math.NaN())
		}
	case math.IsNaN(re) && im == 0:
		return complex(math.NaN(), im)
	}
	r := math.Exp(re)
	s, c := math.Sincos(im)
	return complex(r*c, r*s)
}

func Log(x complex128) complex128 { return complex(math.Log(Abs(x)), Phase(x)) }

func Log10(x complex128) complex128 {
	z := Log(x)
	return complex(math.Log10E*real(z), math.Log10E*imag(z))
}

func Pow(x, y complex128) complex128 {
	if x == 0 {
		switch r, i := real(y), imag(y); {
		case IsNaN(y):
			return NaN()
		case r == 0:
			return 1
		case r < 0 && i == 0:
			return complex(math.Inf(1), 0)
		case r < 0:
			return Inf()
		case r > 0:
			return 0
		}
		panic("not reached") // a NaN with an infinity: so does Go
	}
	modulus := Abs(x)
	if modulus == 0 {
		return 0
	}
	r := math.Pow(modulus, real(y))
	arg := Phase(x)
	theta := real(y) * arg
	if imag(y) != 0 {
		r *= math.Exp(-imag(y) * arg)
		theta += imag(y) * math.Log(modulus)
	}
	return Rect(r, theta)
}

func isNaN(x float64) bool { return x != x }
func isInf(x float64) bool { return math.IsInf(x, 0) }
func isBad(x float64) bool { return x-x != 0 } // NaN or an infinity

// sinhcosh returns the hyperbolic sine and cosine with one exponential, where that is exact enough.
func sinhcosh(x float64) (sh, ch float64) {
	if math.Abs(x) <= 0.5 {
		return math.Sinh(x), math.Cosh(x)
	}
	e := math.Exp(x)
	half := 0.5 / e
	e *= 0.5
	return e - half, e + half
}

func Sinh(x complex128) complex128 {
	switch re, im := real(x), imag(x); {
	case re == 0 && isBad(im):
		return complex(re, math.NaN())
	case isInf(re) && im == 0:
		return x
	case isInf(re) && isBad(im):
		return complex(re, math.NaN())
	case isNaN(re) && im == 0:
		return complex(math.NaN(), im)
	}
	s, c := math.Sincos(imag(x))
	sh, ch := sinhcosh(real(x))
	return complex(c*sh, s*ch)
}

func Cosh(x complex128) complex128 {
	switch re, im := real(x), imag(x); {
	case re == 0 && isBad(im):
		return complex(math.NaN(), re*math.Copysign(0, im))
	case isInf(re) && im == 0:
		return complex(math.Inf(1), im*math.Copysign(0, re))
	case isInf(re) && isBad(im):
		return complex(math.Inf(1), math.NaN())
	case isNaN(re) && im == 0:
		return complex(math.NaN(), im)
	}
	s, c := math.Sincos(imag(x))
	sh, ch := sinhcosh(real(x))
	return complex(c*ch, s*sh)
}

func Sin(x complex128) complex128 {
	switch re, im := real(x), imag(x); {
	case im == 0 && isBad(re):
		return complex(math.NaN(), im)
	case re == 0 && isBad(im):
		return x
	case isInf(im) && isBad(re):
		return complex(math.NaN(), im)
	}
	s, c := math.Sincos(real(x))
	sh, ch := sinhcosh(imag(x))
	return complex(s*ch, c*sh)
}

func Cos(x complex128) complex128 {
	switch re, im := real(x), imag(x); {
	case im == 0 && isBad(re):
		return complex(math.NaN(), -im*math.Copysign(0, re))
	case re == 0 && isInf(im):
		return complex(math.Inf(1), -re*math.Copysign(0, im))
	case isInf(im) && isBad(re):
		return complex(math.Inf(1), math.NaN())
	case re == 0 && isNaN(im):
		return complex(math.NaN(), 0)
	}
	s, c := math.Sincos(real(x))
	sh, ch := sinhcosh(imag(x))
	return complex(c*ch, -s*sh)
}

// The tangents are quotients of functions of twice the number: sin(2a), sinh(2b), and a denominator that is small near the poles.

func Tan(x complex128) complex128 {
	re, im := real(x), imag(x)
	switch {
	case isInf(im) && isBad(re):
		return complex(math.Copysign(0, re), math.Copysign(1, im))
	case isInf(im):
		return complex(math.Copysign(0, math.Sin(2*re)), math.Copysign(1, im))
	case re == 0 && isNaN(im):
		return x
	}
	d := math.Cos(2*re) + math.Cosh(2*im)
	if math.Abs(d) < 0.25 {
		d = denominator(x)
	}
	if d == 0 {
		return Inf()
	}
	return complex(math.Sin(2*re)/d, math.Sinh(2*im)/d)
}

func Tanh(x complex128) complex128 {
	re, im := real(x), imag(x)
	switch {
	case isInf(re) && isBad(im):
		return complex(math.Copysign(1, re), math.Copysign(0, im))
	case isInf(re):
		return complex(math.Copysign(1, re), math.Copysign(0, math.Sin(2*im)))
	case isNaN(re) && im == 0:
		return x
	}
	d := math.Cosh(2*re) + math.Cos(2*im)
	if d == 0 {
		return Inf()
	}
	return complex(math.Sinh(2*re)/d, math.Sin(2*im)/d)
}

func Cot(x complex128) complex128 {
	re, im := real(x), imag(x)
	d := math.Cosh(2*im) - math.Cos(2*re)
	if math.Abs(d) < 0.25 {
		d = denominator(x)
	}
	if d == 0 {
		return Inf()
	}
	return complex(math.Sin(2*re)/d, -math.Sinh(2*im)/d)
}

// reducePi takes the nearest multiple of pi off x, for a large x the next below, or above, by the bits of 1/pi that matter.
func reducePi(x float64) float64 {
	if math.Abs(x) < 1<<30 {
		n := float64(int64(x/math.Pi + 0.5))
		return ((x - n*3.141592502593994) - n*1.5099578831723193e-07) - n*1.0780605716316238e-14
	}
	return math.Pi * fractionOverPi(x)
}

// oneOverPi is the bits of 1/pi behind the point, after 64 of zero.
const oneOverPi = "\x00\x00\x00\x00\x00\x00\x00\x00" +
	"\x51\x7c\xc1\xb7\x27\x22\x0a\x94\xfe\x13\xab\xe8\xfa\x9a\x6e\xe0\x6d\xb1\x4a\xcc\x9e\x21\xc8\x20\xff\x28\xb1\xd5\xef\x5d\xe2\xb0" +
	"\xdb\x92\x37\x1d\x21\x26\xe9\x70\x03\x24\x97\x75\x04\xe8\xc9\x0e\x7f\x0e\xf5\x8e\x58\x94\xd3\x9f\x74\x41\x1a\xfa\x97\x5d\xa2\x42" +
	"\x74\xce\x38\x13\x5a\x2f\xbf\x20\x9c\xc8\xeb\x1c\xc1\xa9\x9c\xfa\x4e\x42\x2f\xc5\xde\xfc\x94\x1d\x8f\xfc\x4b\xff\xef\x02\xcc\x07" +
	"\xf7\x97\x88\xc5\xad\x05\x36\x8f\xb6\x9b\x3f\x67\x93\xe5\x84\xdb\xa7\xa3\x1f\xb3\x4f\x2f\xf5\x16\xba\x93\xdd\x63\xf5\xf2\xf8\xbd" +
	"\x9e\x83\x9c\xfb\xc5\x29\x49\x75\x35\xfd\xaf\xd8\x8f\xc6\xae\x84\x2b\x01\x98\x23\x7e\x3d\xb5\xd5"

// bits64 returns 64 bits of 1/pi from a bit on.
func bits64(from int) (u uint64) {
	at, shift := from/8, from%8
	for i := 0; i < 8; i++ {
		u = u<<8 | uint64(oneOverPi[at+i])
	}
	if shift > 0 {
		u = u<<shift | uint64(oneOverPi[at+8])>>(8-shift)
	}
	return u
}

// fractionOverPi returns what follows the point in x/pi, less 1 if that is more than a half (Payne and Hanek).
func fractionOverPi(x float64) float64 {
	mantissa := math.Float64bits(x)
	from := int(mantissa>>52&0x7FF) - 1075 + 64
	mantissa = mantissa&(1<<52-1) | 1<<52
	high, low := bits.Mul64(bits64(from+64), mantissa)
	third, _ := bits.Mul64(bits64(from+128), mantissa)
	low, carry := bits.Add64(low, third, 0)
	high += bits64(from)*mantissa + carry
	zeros := bits.LeadingZeros64(high)
	high = high<<(zeros+1) | low>>(63-zeros)
	f := math.Float64frombits(uint64(1022-zeros)<<52 | high>>12)
	if f > 0.5 {
		f--
	}
	return f
}

// denominator sums the series of cosh(2b) - cos(2a), in which nothing cancels.
func denominator(z complex128) float64 {
	x := reducePi(math.Abs(2 * real(z)))
	y := math.Abs(2 * imag(z))
	x, y = x*x, y*y
	xn, yn, factorial, n, d := 1.0, 1.0, 1.0, 0.0, 0.0
	next := func(sign float64) float64 {
		n++
		factorial *= n
		n++
		factorial *= n
		xn *= x
		yn *= y
		t := (yn + sign*xn) / factorial
		d += t
		return t
	}
	for {
		next(1)
		if t := next(-1); !(math.Abs(t/d) > 0x1p-53) {
			return d
		}
	}
}

// The inverse functions, by logarithms.

func Asin(x complex128) complex128 {
	switch re, im := real(x), imag(x); {
	case im == 0 && math.Abs(re) <= 1:
		return complex(math.Asin(re), im)
	case re == 0 && math.Abs(im) <= 1:
		return complex(re, math.Asinh(im))
	case isNaN(im) && re == 0:
		return complex(re, math.NaN())
	case isNaN(im) && isInf(re):
		return complex(math.NaN(), re)
	case isNaN(im):
		return NaN()
	case isInf(im) && isNaN(re):
		return x
	case isInf(im) && isInf(re):
		return complex(math.Copysign(math.Pi/4, re), im)
	case isInf(im):
		return complex(math.Copysign(0, re), im)
	case isInf(re):
		return complex(math.Copysign(math.Pi/2, re), math.Copysign(re, im))
	}
	square := x * x
	root := Sqrt(complex(1-real(square), -imag(square)))
	z := Log(complex(-imag(x), real(x)) + root)
	return complex(imag(z), -real(z))
}

func Asinh(x complex128) complex128 {
	switch re, im := real(x), imag(x); {
	case im == 0 && math.Abs(re) <= 1:
		return complex(math.Asinh(re), im)
	case re == 0 && math.Abs(im) <= 1:
		return complex(re, math.Asin(im))
	case isInf(re) && isInf(im):
		return complex(re, math.Copysign(math.Pi/4, im))
	case isInf(re) && isNaN(im):
		return x
	case isInf(re):
		return complex(re, math.Copysign(0, im))
	case isNaN(re) && im == 0:
		return x
	case isNaN(re) && isInf(im):
		return complex(im, re)
	case isNaN(re):
		return NaN()
	case isInf(im):
		return complex(math.Copysign(im, re), math.Copysign(math.Pi/2, im))
	}
	square := x * x
	return Log(x + Sqrt(complex(1+real(square), imag(square))))
}

func Acos(x complex128) complex128 {
	z := Asin(x)
	return complex(math.Pi/2-real(z), -imag(z))
}

func Acosh(x complex128) complex128 {
	if x == 0 {
		return complex(0, math.Copysign(math.Pi/2, imag(x)))
	}
	z := Acos(x)
	if imag(z) <= 0 {
		return complex(-imag(z), real(z))
	}
	return complex(imag(z), -real(z))
}

func Atan(x complex128) complex128 {
	re, im := real(x), imag(x)
	switch {
	case im == 0:
		return complex(math.Atan(re), im)
	case re == 0 && math.Abs(im) <= 1:
		return complex(re, math.Atanh(im))
	case isInf(re) || isInf(im) && !isNaN(re):
		return complex(math.Copysign(math.Pi/2, re), math.Copysign(0, im))
	case isInf(im):
		return complex(math.NaN(), math.Copysign(0, im))
	case isNaN(re) || isNaN(im):
		return NaN()
	}
	square := re * re
	a := 1 - square - im*im
	if a == 0 {
		return NaN()
	}
	angle := reducePi(0.5 * math.Atan2(2*re, a))
	below, above := square+(im-1)*(im-1), square+(im+1)*(im+1)
	if below == 0 {
		return NaN()
	}
	return complex(angle, 0.25*math.Log(above/below))
}

func Atanh(x complex128) complex128 {
	z := Atan(complex(-imag(x), real(x)))
	return complex(imag(z), -real(z))
}

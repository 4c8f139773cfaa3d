// Package cmplx has functions of complex numbers.
package cmplx

import "math"

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
		if y == 0 {
			return 1
		}
		r, i := real(y), imag(y)
		switch {
		case r < 0 && i == 0:
			return complex(math.Inf(1), 0)
		case r < 0:
			return Inf()
		case r > 0:
			return 0
		}
		return NaN()
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
	s, c := math.Sincos(theta)
	return complex(r*c, r*s)
}

func Sin(x complex128) complex128 {
	s, c := math.Sincos(real(x))
	return complex(s*math.Cosh(imag(x)), c*math.Sinh(imag(x)))
}

func Cos(x complex128) complex128 {
	s, c := math.Sincos(real(x))
	return complex(c*math.Cosh(imag(x)), -s*math.Sinh(imag(x)))
}

func Sinh(x complex128) complex128 {
	s, c := math.Sincos(imag(x))
	return complex(c*math.Sinh(real(x)), s*math.Cosh(real(x)))
}

func Cosh(x complex128) complex128 {
	s, c := math.Sincos(imag(x))
	return complex(c*math.Cosh(real(x)), s*math.Sinh(real(x)))
}

func Tan(x complex128) complex128  { return Sin(x) / Cos(x) }
func Cot(x complex128) complex128  { return Cos(x) / Sin(x) }
func Tanh(x complex128) complex128 { return Sinh(x) / Cosh(x) }

// The inverse functions, by logarithms.

func Asin(x complex128) complex128 {
	switch re, im := real(x), imag(x); {
	case im == 0 && math.Abs(re) <= 1:
		return complex(math.Asin(re), im)
	case re == 0 && math.Abs(im) <= 1:
		return complex(re, math.Asinh(im))
	}
	z := Log(complex(-imag(x), real(x)) + Sqrt(1-x*x))
	return complex(imag(z), -real(z))
}

func Acos(x complex128) complex128 {
	z := Asin(x)
	return complex(math.Pi/2-real(z), -imag(z))
}

func Atan(x complex128) complex128 {
	z := Log(complex(1+imag(x), -real(x)) / complex(1-imag(x), real(x)))
	return complex(-imag(z)/2, real(z)/2)
}

func Asinh(x complex128) complex128 { return Log(x + Sqrt(x*x+1)) }
func Acosh(x complex128) complex128 { return Log(x + Sqrt(x+1)*Sqrt(x-1)) }
func Atanh(x complex128) complex128 { return Log((1+x)/(1-x)) / 2 }

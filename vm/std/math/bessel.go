package math

// Bessel functions of any order, made of those of order 0 and 1 by the recurrence: upwards while n <= x, else downwards from a
// continued fraction. The method is that of FreeBSD's msun (e_jn.c). It may take long for a large order; so it is Go, which can be interrupted.

// besselHuge returns J where x is so large that only its angle counts.
func besselHuge(n int, x float64) float64 {
	s, c := Sincos(x)
	var t float64
	switch n & 3 {
	case 0:
		t = c + s
	case 1:
		t = s - c
	case 2:
		t = -c - s
	case 3:
		t = c - s
	}
	return 1 / SqrtPi * t / Sqrt(x)
}

// firstTerm returns the first term of the series, (x/2)**n / n!, for tiny x.
func firstTerm(n int, x float64) float64 {
	if n > 33 {
		return 0
	}
	half := x * 0.5
	power, factorial := half, 1.0
	for i := 2; i <= n; i++ {
		factorial *= float64(i)
		power *= half
	}
	return power / factorial
}

// besselDown returns J for n > x: the continued fraction, ended where its denominators pass 1e9, is J(n)/J(n-1), and J(0) is known.
func besselDown(n int, x float64) float64 {
	w, h := float64(n+n)/x, 2/x
	z := w + h
	before, last := w, w*z-1
	terms := 1
	for ; last < 1e9; terms++ {
		z += h
		before, last = last, z*last-before
	}
	quotient := 0.0
	for i := 2 * (n + terms); i >= n+n; i -= 2 {
		quotient = 1 / (float64(i)/x - quotient)
	}
	a, b := quotient, 1.0
	overflows := float64(n)*Log(Abs(h*float64(n))) >= 7.09782712893383973096e+02
	for i := n - 1; i > 0; i-- {
		a, b = b, b*float64(i+i)/x-a
		if overflows && b > 1e100 {
			a /= b
			quotient /= b
			b = 1
		}
	}
	return quotient * J0(x) / b
}

// Jn returns the Bessel function of the first kind of order n.
func Jn(n int, x float64) float64 {
	switch {
	case x != x:
		return x
	case IsInf(x, 0):
		return 0
	case n == 0:
		return J0(x)
	case x == 0:
		return 0
	}
	if n < 0 {
		n, x = -n, -x
	}
	if n == 1 {
		return J1(x)
	}
	size := Abs(x)
	var b float64
	switch {
	case float64(n) > size && size < 0x1p-29:
		b = firstTerm(n, size)
	case float64(n) > size:
		b = besselDown(n, size)
	case size >= 0x1p302:
		b = besselHuge(n, size)
	default:
		a := J0(size)
		b = J1(size)
		for i := 1; i < n; i++ {
			a, b = b, b*(float64(i+i)/size)-a
		}
	}
	if x < 0 && n&1 == 1 {
		return -b
	}
	return b
}

// Yn returns the Bessel function of the second kind of order n.
func Yn(n int, x float64) float64 {
	negative := n < 0 && n&1 == 1
	switch {
	case x < 0 || x != x:
		return NaN()
	case IsInf(x, 1):
		return 0
	case n == 0:
		return Y0(x)
	case x == 0 && negative:
		return Inf(1)
	case x == 0:
		return Inf(-1)
	}
	n = max(n, -n)
	var b float64
	switch {
	case n == 1:
		b = Y1(x)
	case x >= 0x1p302:
		b = besselHuge(n+1, x) // what J of the next order is
	default:
		a := Y0(x)
		b = Y1(x)
		for i := 1; i < n && b != Inf(-1); i++ {
			a, b = b, float64(i+i)/x*b-a
		}
	}
	if negative {
		return -b
	}
	return b
}

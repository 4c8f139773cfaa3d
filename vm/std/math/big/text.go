package big

import "math"

// AppendText appends the decimal form of x to b.
func (x *Int) AppendText(b []byte) ([]byte, error) { return x.Append(b, 10), nil }

// Float64 returns the float64 nearest to x, and how they compare.
func (x *Int) Float64() (float64, Accuracy) {
	if n := x.abs.bitLen(); n <= 53 || n <= 64 && n-int(x.abs.trailingZeroBits()) <= 53 {
		f := float64(low64(x.abs))
		if x.neg {
			f = -f
		}
		return f, Exact
	}
	return new(Float).SetInt(x).Float64()
}

// AppendText appends x to b, with as many digits as tell it from others.
func (x *Float) AppendText(b []byte) ([]byte, error) {
	if x == nil {
		return append(b, "<nil>"...), nil
	}
	return x.Append(b, 'g', -1), nil
}

// AppendText appends x as a fraction to b.
func (x *Rat) AppendText(b []byte) ([]byte, error) {
	if x.IsInt() {
		return x.a.AppendText(b)
	}
	return append(b, x.marshal()...), nil
}

// FloatPrec returns how many digits behind the point x has in decimal form before they repeat, and whether that is all.
func (x *Rat) FloatPrec() (n int, exact bool) {
	rest := nat(nil).set(x.Denom().abs)
	twos := int(rest.trailingZeroBits())
	rest = rest.shr(rest, uint(twos))
	five, fives := nat{5}, 0
	for {
		quotient, remainder := nat(nil).div(nil, rest, five)
		if len(remainder) > 0 {
			break
		}
		rest = quotient
		fives++
	}
	return int(math.Max(float64(twos), float64(fives))), len(rest) == 1 && rest[0] == 1
}

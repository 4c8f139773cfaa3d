package rand

import "math"

// Zipf draws numbers k from 0 to a largest one with a probability proportional to (v + k) to the power -s. By rejection-inversion, after W. Hörmann and G. Derflinger.
type Zipf struct {
	r                 *Rand
	largest           float64
	v, s              float64
	oneMinus, inverse float64 // 1-s, and 1 divided by that
	low, span         float64 // the integral at the largest number, and what lies between that and the smallest
	accept            float64
}

// NewZipf returns a Zipf, nil unless s > 1 and v >= 1.
func NewZipf(r *Rand, s float64, v float64, imax uint64) *Zipf {
	if s <= 1 || v < 1 {
		return nil
	}
	z := &Zipf{r: r, largest: float64(imax), v: v, s: s}
	z.oneMinus = 1 - z.s
	z.inverse = 1 / z.oneMinus
	z.low = z.integral(z.largest + .5)
	z.span = z.integral(.5) - math.Exp(math.Log(z.v)*-z.s) - z.low
	z.accept = 1 - z.inverted(z.integral(1.5)-math.Exp(-z.s*math.Log(z.v+1)))
	return z
}

func (z *Zipf) integral(x float64) float64 {
	return math.Exp(z.oneMinus*math.Log(z.v+x)) * z.inverse
}

func (z *Zipf) inverted(x float64) float64 {
	return math.Exp(z.inverse*math.Log(z.oneMinus*x)) - z.v
}

// Uint64 returns the next number.
func (z *Zipf) Uint64() uint64 {
	if z == nil {
		panic("rand: nil Zipf")
	}
	for {
		u := z.low + z.r.Float64()*z.span
		x := z.inverted(u)
		k := math.Floor(x + .5)
		if k-x <= z.accept || u >= z.integral(k+.5)-math.Exp(-math.Log(k+z.v)*z.s) {
			return uint64(k)
		}
	}
}

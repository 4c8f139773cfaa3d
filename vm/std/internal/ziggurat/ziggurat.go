// Package ziggurat has the normal and the exponential distribution for packages math/rand and math/rand/v2.
package ziggurat

import (
	"math"
	"sync"
)

// table is one of the ziggurat method (Marsaglia and Tsang): the normal distribution has 128 layers, the exponential one 256. They are made when they are needed.
type table struct {
	limit  []uint32  // below it a number lies in its layer for sure
	width  []float32 // of a layer, for each unit of the number
	height []float32
}

var (
	normal, exponential         *table
	makeNormal, makeExponential sync.Once
)

const (
	normalTail      = 3.442619855899
	exponentialTail = 7.69711747013104972
)

func makeTable(layers int, unit, tail, area float64, f, inverse func(float64) float64) *table {
	z := &table{make([]uint32, layers), make([]float32, layers), make([]float32, layers)}
	last := layers - 1
	x, before := tail, tail
	base := area / f(x)
	z.limit[0] = uint32(x / base * unit)
	z.width[0] = float32(base / unit)
	z.width[last] = float32(x / unit)
	z.height[0] = 1
	z.height[last] = float32(f(x))
	for i := last - 1; i >= 1; i-- {
		x = inverse(area/x + f(x))
		z.limit[i+1] = uint32(x / before * unit)
		before = x
		z.height[i] = float32(f(x))
		z.width[i] = float32(x / unit)
	}
	return z
}

// Normal returns a normally distributed number with mean 0 and deviation 1. next gives 32 random bits and the number of a layer, uniform a number below 1.
func Normal(next func() (int32, uint32), uniform func() float64) float64 {
	makeNormal.Do(func() {
		normal = makeTable(128, 1<<31, normalTail, 9.91256303526217e-3,
			func(x float64) float64 { return math.Exp(-.5 * x * x) },
			func(y float64) float64 { return math.Sqrt(-2 * math.Log(y)) })
	})
	z := normal
	for {
		j, i := next()
		x := float64(j) * float64(z.width[i])
		size := uint32(j)
		if j < 0 {
			size = uint32(-j)
		}
		if size < z.limit[i] {
			return x
		}
		if i == 0 {
			for {
				x = -math.Log(uniform()) * (1.0 / normalTail)
				y := -math.Log(uniform())
				if y+y >= x*x {
					break
				}
			}
			if j > 0 {
				return normalTail + x
			}
			return -normalTail - x
		}
		if z.height[i]+float32(uniform())*(z.height[i-1]-z.height[i]) < float32(math.Exp(-.5*x*x)) {
			return x
		}
	}
}

// Exponential returns an exponentially distributed number with rate 1.
func Exponential(next func() (uint32, uint32), uniform func() float64) float64 {
	makeExponential.Do(func() {
		exponential = makeTable(256, 1<<32, exponentialTail, 3.949659822581572e-3,
			func(x float64) float64 { return math.Exp(-x) },
			func(y float64) float64 { return -math.Log(y) })
	})
	z := exponential
	for {
		j, i := next()
		x := float64(j) * float64(z.width[i])
		if j < z.limit[i] {
			return x
		}
		if i == 0 {
			return exponentialTail - math.Log(uniform())
		}
		if z.height[i]+float32(uniform())*(z.height[i-1]-z.height[i]) < float32(math.Exp(-x)) {
			return x
		}
	}
}

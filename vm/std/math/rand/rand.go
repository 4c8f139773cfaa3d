// Package rand makes pseudo-random numbers. From the same seed it makes the same numbers as Go's.
package rand

import "internal/ziggurat"

// Source is where random bits come from: 63 of them a call.
type Source interface {
	Int63() int64
	Seed(seed int64)
}

// Source64 gives 64 bits a call.
type Source64 interface {
	Source
	Uint64() uint64
}

// rngSource is the generator; vm/std/native/rand.c declares it too.
type rngSource struct {
	tap, feed int
	values    [607]uint64
}

// cooked is what every seed is mixed with; made when it is needed.
var cooked *[607]uint64

func cook(values *[607]uint64)
func (s *rngSource) seed(seed int64, cooked *[607]uint64)
func (s *rngSource) Uint64() uint64
func (s *rngSource) Int63() int64

func (s *rngSource) Seed(seed int64) {
	if cooked == nil {
		values := new([607]uint64)
		cook(values)
		cooked = values
	}
	s.seed(seed, cooked)
}

// NewSource returns a source with a seed. It is a Source64.
func NewSource(seed int64) Source {
	s := new(rngSource)
	s.Seed(seed)
	return s
}

// anySource is the source of the functions without a Rand.
type anySource struct{ state uint64 }

func entropy() uint64
func (s *anySource) Uint64() uint64
func (s *anySource) Int63() int64
func (s *anySource) Seed(seed int64) { panic("internal error: call to Seed of the unseeded source") }

// Rand makes random numbers from a source.
type Rand struct {
	src  Source
	s64  Source64
	left int8 // Read: bytes that are left in val
	val  int64
}

func New(src Source) *Rand {
	s64, _ := src.(Source64)
	return &Rand{src: src, s64: s64}
}

func (r *Rand) Seed(seed int64) {
	if _, ok := r.src.(*anySource); ok {
		s := NewSource(seed).(*rngSource)
		r.src, r.s64 = s, s
	} else {
		r.src.Seed(seed)
	}
	r.left = 0
}

func (r *Rand) Int63() int64   { return r.src.Int63() }
func (r *Rand) Uint32() uint32 { return uint32(r.src.Int63() >> 31) }
func (r *Rand) Int31() int32   { return int32(r.src.Int63() >> 32) }
func (r *Rand) Int() int       { return int(r.src.Int63()) }

func (r *Rand) Uint64() uint64 {
	if r.s64 != nil {
		return r.s64.Uint64()
	}
	return uint64(r.Int63())>>31 | uint64(r.Int63())<<32
}

func (r *Rand) Int63n(n int64) int64 {
	if n <= 0 {
		panic("invalid argument to Int63n")
	}
	if n&(n-1) == 0 {
		return r.src.Int63() & (n - 1)
	}
	// Numbers beyond the last whole multiple of n would favour small ones.
	max := int64(1<<63 - 1 - (1<<63)%uint64(n))
	v := r.src.Int63()
	for v > max {
		v = r.src.Int63()
	}
	return v % n
}

func (r *Rand) Int31n(n int32) int32 {
	if n <= 0 {
		panic("invalid argument to Int31n")
	}
	if n&(n-1) == 0 {
		return int32(r.src.Int63()>>32) & (n - 1)
	}
	max := int32(1<<31 - 1 - (1<<31)%uint32(n))
	v := int32(r.src.Int63() >> 32)
	for v > max {
		v = int32(r.src.Int63() >> 32)
	}
	return v % n
}

// below is Int31n by a multiplication instead of a division (Lemire); Perm and Shuffle use it.
func (r *Rand) below(n int32) int32 {
	product := uint64(r.Uint32()) * uint64(n)
	if low := uint32(product); low < uint32(n) {
		threshold := uint32(-n) % uint32(n)
		for low < threshold {
			product = uint64(r.Uint32()) * uint64(n)
			low = uint32(product)
		}
	}
	return int32(product >> 32)
}

func (r *Rand) Intn(n int) int {
	if n <= 0 {
		panic("invalid argument to Intn")
	}
	if n <= 1<<31-1 {
		return int(r.Int31n(int32(n)))
	}
	return int(r.Int63n(int64(n)))
}

func (r *Rand) Float64() float64 {
	for {
		if f := float64(r.src.Int63()) / (1 << 63); f != 1 {
			return f
		}
	}
}

func (r *Rand) Float32() float32 {
	for {
		if f := float32(r.Float64()); f != 1 {
			return f
		}
	}
}

// Perm returns the numbers below n in random order.
func (r *Rand) Perm(n int) []int {
	m := make([]int, n)
	for i := 0; i < n; i++ {
		j := r.Intn(i + 1)
		m[i] = m[j]
		m[j] = i
	}
	return m
}

// Shuffle brings n elements into random order.
func (r *Rand) Shuffle(n int, swap func(i, j int)) {
	if n < 0 {
		panic("invalid argument to Shuffle")
	}
	i := n - 1
	for ; i > 1<<31-1-1; i-- {
		swap(i, int(r.Int63n(int64(i+1))))
	}
	for ; i > 0; i-- {
		swap(i, int(r.below(int32(i+1))))
	}
}

// Read fills p with random bytes.
func (r *Rand) Read(p []byte) (n int, err error) {
	for n = 0; n < len(p); n++ {
		if r.left == 0 {
			r.val = r.src.Int63()
			r.left = 7
		}
		p[n] = byte(r.val)
		r.val >>= 8
		r.left--
	}
	return n, nil
}

// NormFloat64 returns a normally distributed number with mean 0 and deviation 1.
func (r *Rand) NormFloat64() float64 {
	return ziggurat.Normal(func() (int32, uint32) {
		j := r.Uint32()
		return int32(j), j & 0x7F
	}, r.Float64)
}

// ExpFloat64 returns an exponentially distributed number with rate 1.
func (r *Rand) ExpFloat64() float64 {
	return ziggurat.Exponential(func() (uint32, uint32) {
		j := r.Uint32()
		return j, j & 0xFF
	}, r.Float64)
}

var global = New(&anySource{entropy()})

func Seed(seed int64)                    { global.Seed(seed) }
func Int63() int64                       { return global.Int63() }
func Uint32() uint32                     { return global.Uint32() }
func Uint64() uint64                     { return global.Uint64() }
func Int31() int32                       { return global.Int31() }
func Int() int                           { return global.Int() }
func Int63n(n int64) int64               { return global.Int63n(n) }
func Int31n(n int32) int32               { return global.Int31n(n) }
func Intn(n int) int                     { return global.Intn(n) }
func Float64() float64                   { return global.Float64() }
func Float32() float32                   { return global.Float32() }
func Perm(n int) []int                   { return global.Perm(n) }
func Shuffle(n int, swap func(i, j int)) { global.Shuffle(n, swap) }
func Read(p []byte) (n int, err error)   { return global.Read(p) }
func NormFloat64() float64               { return global.NormFloat64() }
func ExpFloat64() float64                { return global.ExpFloat64() }

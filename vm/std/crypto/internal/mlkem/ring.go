// Package mlkem is ML-KEM as FIPS 203 has it, for packages crypto/mlkem and mlkemtest. Names are those of the standard.
package mlkem

import "crypto/sha3"

const (
	n = 256
	q = 3329
)

// polynomial has coefficients modulo q: of the ring R_q, or of T_q, where multiplying is cheap.
type polynomial [n]uint16

// zetas are 17 to the power of the reversed bits of the index, gammas 17 to that of twice that and 1.
var zetas, gammas = powers()

func powers() (zetas, gammas [128]uint16) {
	for i := range zetas {
		reversed := 0
		for bit := 0; bit < 7; bit++ {
			reversed |= i >> bit & 1 << (6 - bit)
		}
		zetas[i] = power(17, reversed)
		gammas[i] = power(17, 2*reversed+1)
	}
	return zetas, gammas
}

func power(x uint32, exponent int) uint16 {
	y := uint32(1)
	for ; exponent > 0; exponent-- {
		y = y * x % q
	}
	return uint16(y)
}

// reduce returns x modulo q for x < 2q, without a branch.
func reduce(x uint16) uint16 {
	x -= q
	return x + q&-(x>>15)
}

func add(a, b uint16) uint16      { return reduce(a + b) }
func subtract(a, b uint16) uint16 { return reduce(a + q - b) }

// multiply reduces by Barrett: no division, whose time might tell.
func multiply(a, b uint16) uint16 {
	x := uint32(a) * uint32(b)
	quotient := uint32(uint64(x) * 5039 >> 24)
	return reduce(uint16(x - quotient*q))
}

func (p *polynomial) add(a, b *polynomial) {
	for i := range p {
		p[i] = add(a[i], b[i])
	}
}

func (p *polynomial) subtract(a, b *polynomial) {
	for i := range p {
		p[i] = subtract(a[i], b[i])
	}
}

// ntt is algorithm 9: from R_q to T_q, in place.
func (p *polynomial) ntt() {
	k := 1
	for size := 128; size >= 2; size /= 2 {
		for start := 0; start < n; start += 2 * size {
			zeta := zetas[k]
			k++
			for j := start; j < start+size; j++ {
				t := multiply(zeta, p[j+size])
				p[j+size] = subtract(p[j], t)
				p[j] = add(p[j], t)
			}
		}
	}
}

// inverseNTT is algorithm 10: back, in place.
func (p *polynomial) inverseNTT() {
	k := 127
	for size := 2; size <= 128; size *= 2 {
		for start := 0; start < n; start += 2 * size {
			zeta := zetas[k]
			k--
			for j := start; j < start+size; j++ {
				t := p[j]
				p[j] = add(t, p[j+size])
				p[j+size] = multiply(zeta, subtract(p[j+size], t))
			}
		}
	}
	for i := range p {
		p[i] = multiply(p[i], 3303) // 1/128
	}
}

// addProduct adds a·b, in T_q: algorithms 11 and 12.
func (p *polynomial) addProduct(a, b *polynomial) {
	for i := 0; i < n; i += 2 {
		gamma := gammas[i/2]
		first := add(multiply(a[i], b[i]), multiply(multiply(a[i+1], b[i+1]), gamma))
		second := add(multiply(a[i], b[i+1]), multiply(a[i+1], b[i]))
		p[i] = add(p[i], first)
		p[i+1] = add(p[i+1], second)
	}
}

// sampleNTT is algorithm 7: an element of T_q that a seed and two indices determine.
func sampleNTT(rho []byte, column, row byte) (p polynomial) {
	xof := sha3.NewSHAKE128()
	xof.Write(rho)
	xof.Write([]byte{column, row})
	var block [168]byte
	for count := 0; count < n; {
		xof.Read(block[:])
		for i := 0; i < len(block) && count < n; i += 3 {
			low := uint16(block[i]) | uint16(block[i+1]&15)<<8
			high := uint16(block[i+1]>>4) | uint16(block[i+2])<<4
			if low < q {
				p[count] = low
				count++
			}
			if high < q && count < n {
				p[count] = high
				count++
			}
		}
	}
	return p
}

// sampleNoise is algorithm 8 with η = 2, of what SHAKE256 makes of a seed and a number: each coefficient is the
// difference of two pairs of bits.
func sampleNoise(seed []byte, number byte) (p polynomial) {
	bytes := sha3.SumSHAKE256(append(append(make([]byte, 0, 33), seed...), number), n/2)
	for i, b := range bytes {
		p[2*i] = subtract(uint16(b&1+b>>1&1), uint16(b>>2&1+b>>3&1))
		p[2*i+1] = subtract(uint16(b>>4&1+b>>5&1), uint16(b>>6&1+b>>7&1))
	}
	return p
}

// encode appends the coefficients in d bits each: algorithm 5.
func (p *polynomial) encode(b []byte, d int) []byte {
	bits, have := uint32(0), 0
	for _, x := range p {
		bits |= uint32(x) << have
		for have += d; have >= 8; have -= 8 {
			b = append(b, byte(bits))
			bits >>= 8
		}
	}
	return b
}

// decode reads coefficients of d bits each: algorithm 6. It returns what follows.
func (p *polynomial) decode(b []byte, d int) []byte {
	bits, have, at := uint32(0), 0, 0
	for i := range p {
		for ; have < d; have += 8 {
			bits |= uint32(b[at]) << have
			at++
		}
		p[i] = uint16(bits & (1<<d - 1))
		bits >>= d
		have -= d
	}
	return b[at:]
}

// compress makes d bits of each coefficient: round(x·2^d/q), the division by a product.
func (p *polynomial) compress(d int) (c polynomial) {
	for i, x := range p {
		rounded := uint64(x)<<d + q/2
		c[i] = uint16(rounded*1290168>>32) & (1<<d - 1)
	}
	return c
}

// decompress is the inverse but for what was rounded.
func (p *polynomial) decompress(d int) (c polynomial) {
	for i, x := range p {
		c[i] = uint16((uint32(x)*q + 1<<(d-1)) >> d)
	}
	return c
}

package rand

import (
	"errors"
	"math/bits"
)

// PCG is a permuted congruential generator of 128 bits.
type PCG struct{ high, low uint64 }

// NewPCG returns one with a seed.
func NewPCG(seed1, seed2 uint64) *PCG { return &PCG{seed1, seed2} }

func (p *PCG) Seed(seed1, seed2 uint64) { *p = PCG{seed1, seed2} }

const pcgHead = "pcg:"

func appendBig(b []byte, v uint64) []byte {
	for shift := 56; shift >= 0; shift -= 8 {
		b = append(b, byte(v>>shift))
	}
	return b
}

func bigEndian(b []byte) (v uint64) {
	for _, c := range b[:8] {
		v = v<<8 | uint64(c)
	}
	return v
}

// AppendBinary appends the state.
func (p *PCG) AppendBinary(b []byte) ([]byte, error) {
	return appendBig(appendBig(append(b, pcgHead...), p.high), p.low), nil
}

func (p *PCG) MarshalBinary() ([]byte, error) { return p.AppendBinary(nil) }

func (p *PCG) UnmarshalBinary(data []byte) error {
	if len(data) != 20 || string(data[:4]) != pcgHead {
		return errors.New("invalid PCG encoding")
	}
	p.high, p.low = bigEndian(data[4:]), bigEndian(data[12:])
	return nil
}

// Uint64 makes a step of the congruential generator, and mixes what comes of it (DXSM).
func (p *PCG) Uint64() uint64 {
	const (
		factorHigh, factorLow = 2549297995355413924, 4865540595714422341
		addHigh, addLow       = 6364136223846793005, 1442695040888963407
	)
	high, low := bits.Mul64(p.low, factorLow)
	high += p.high*factorLow + p.low*factorHigh
	low, carry := bits.Add64(low, addLow, 0)
	high, _ = bits.Add64(high, addHigh, carry)
	p.high, p.low = high, low
	const mix = 0xda942042e4dd58b5
	high ^= high >> 32
	high *= mix
	high ^= high >> 48
	return high * (low | 1)
}

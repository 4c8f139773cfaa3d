package sha3

import (
	"errors"
	"math/bits"
)

const (
	rate128 = 168
	rate256 = 136

	shakePadding  = 0x1f
	cshakePadding = 0x04

	shakeMark  = "sha\x09"
	cshakeMark = "sha\x0a"
)

// SHAKE gives out as many bytes as one asks for. The zero value is a SHAKE256.
type SHAKE struct {
	sponge sponge
	prefix []byte // the names that a cSHAKE takes in first, nil for SHAKE
}

func newSHAKE(rate int) *SHAKE {
	return &SHAKE{sponge: sponge{rate: rate, padding: shakePadding}}
}

func (s *SHAKE) ready() *sponge {
	if s.sponge.rate == 0 {
		s.sponge.rate, s.sponge.padding = rate256, shakePadding
	}
	return &s.sponge
}

func NewSHAKE128() *SHAKE { return newSHAKE(rate128) }
func NewSHAKE256() *SHAKE { return newSHAKE(rate256) }

// appendNumber appends a number after its length in bytes.
func appendNumber(b []byte, x uint64) []byte {
	n := max(1, (bits.Len64(x)+7)/8)
	b = append(b, byte(n))
	for i := n - 1; i >= 0; i-- {
		b = append(b, byte(x>>(8*i)))
	}
	return b
}

// appendString appends a text after its length in bits.
func appendString(b, text []byte) []byte {
	return append(appendNumber(b, uint64(len(text))*8), text...)
}

func newCSHAKE(rate int, N, S []byte) *SHAKE {
	s := newSHAKE(rate)
	if len(N) == 0 && len(S) == 0 {
		return s
	}
	s.sponge.padding = cshakePadding
	s.prefix = appendString(appendString(nil, N), S)
	s.begin()
	return s
}

// begin takes in the prefix of a cSHAKE, filled up to a multiple of the rate.
func (s *SHAKE) begin() {
	if s.prefix == nil {
		return
	}
	s.sponge.absorb(appendNumber(nil, uint64(s.sponge.rate)))
	s.sponge.absorb(s.prefix)
	if s.sponge.at > 0 {
		s.sponge.absorb(make([]byte, s.sponge.rate-s.sponge.at))
	}
}

// NewCSHAKE128 returns a cSHAKE128; N names a function that is made of it, S its use.
func NewCSHAKE128(N, S []byte) *SHAKE { return newCSHAKE(rate128, N, S) }

// NewCSHAKE256 returns a cSHAKE256; N names a function that is made of it, S its use.
func NewCSHAKE256(N, S []byte) *SHAKE { return newCSHAKE(rate256, N, S) }

// Write takes in more data. It panics if something has been read.
func (s *SHAKE) Write(p []byte) (n int, err error) {
	if s.ready().squeezing {
		panic("sha3: Write after Read")
	}
	s.sponge.absorb(p)
	return len(p), nil
}

// Read gives out the next bytes. Then nothing more can be written.
func (s *SHAKE) Read(p []byte) (n int, err error) {
	s.ready().squeeze(p)
	return len(p), nil
}

// Reset forgets what was written and read.
func (s *SHAKE) Reset() {
	s.ready().reset()
	s.begin()
}

// BlockSize returns how many bytes are taken in or given out at a time.
func (s *SHAKE) BlockSize() int { return s.ready().rate }

// MarshalBinary returns the state, for UnmarshalBinary.
func (s *SHAKE) MarshalBinary() ([]byte, error) { return s.AppendBinary(nil) }

// AppendBinary appends what MarshalBinary returns.
func (s *SHAKE) AppendBinary(p []byte) ([]byte, error) {
	s.ready()
	if s.prefix == nil {
		return s.sponge.store(shakeMark, p), nil
	}
	return append(s.sponge.store(cshakeMark, p), s.prefix...), nil
}

// UnmarshalBinary sets the state to one of a SHAKE of the same strength.
func (s *SHAKE) UnmarshalBinary(data []byte) error {
	s.ready()
	if len(data) < storedSize {
		return errors.New("sha3: invalid hash state")
	}
	mark := shakeMark
	if s.prefix != nil {
		mark = cshakeMark
	}
	if err := s.sponge.load(mark, data[:storedSize]); err != nil {
		return err
	}
	s.prefix = nil
	if mark == cshakeMark {
		s.prefix = append([]byte{}, data[storedSize:]...)
	} else if len(data) > storedSize {
		return errors.New("sha3: invalid hash state")
	}
	return nil
}

// SumSHAKE128 returns length bytes of SHAKE128 of the data.
func SumSHAKE128(data []byte, length int) []byte { return sumSHAKE(rate128, data, length) }

// SumSHAKE256 returns length bytes of SHAKE256 of the data.
func SumSHAKE256(data []byte, length int) []byte { return sumSHAKE(rate256, data, length) }

func sumSHAKE(rate int, data []byte, length int) []byte {
	s := newSHAKE(rate)
	s.sponge.absorb(data)
	out := make([]byte, length)
	s.sponge.squeeze(out)
	return out
}

// Package sha3 has the SHA-3 hashes and the SHAKE functions of FIPS 202, and cSHAKE of NIST SP 800-185.
package sha3

import (
	"crypto"
	"errors"
	"hash"
)

func init() {
	crypto.RegisterHash(crypto.SHA3_224, func() hash.Hash { return New224() })
	crypto.RegisterHash(crypto.SHA3_256, func() hash.Hash { return New256() })
	crypto.RegisterHash(crypto.SHA3_384, func() hash.Hash { return New384() })
	crypto.RegisterHash(crypto.SHA3_512, func() hash.Hash { return New512() })
}

// SHA3 is a SHA-3 hash in progress. The zero value is one of SHA3-256.
type SHA3 struct {
	sponge sponge
	size   int
}

func newHash(bits int) *SHA3 {
	s := new(SHA3)
	s.set(bits / 8)
	return s
}

func (s *SHA3) set(size int) {
	s.size = size
	s.sponge.rate = 200 - 2*size
	s.sponge.padding = 0x06
}

// ready makes the zero value a hash.
func (s *SHA3) ready() *sponge {
	if s.size == 0 {
		s.set(32)
	}
	return &s.sponge
}

func New224() *SHA3 { return newHash(224) }
func New256() *SHA3 { return newHash(256) }
func New384() *SHA3 { return newHash(384) }
func New512() *SHA3 { return newHash(512) }

// Write takes in more data.
func (s *SHA3) Write(p []byte) (n int, err error) {
	s.ready().absorb(p)
	return len(p), nil
}

// Sum appends the hash of what was written.
func (s *SHA3) Sum(b []byte) []byte {
	end := *s.ready()
	hash := make([]byte, s.size)
	end.squeeze(hash)
	return append(b, hash...)
}

// Reset forgets what was written.
func (s *SHA3) Reset() { s.ready().reset() }

// Size returns the number of bytes of the hash.
func (s *SHA3) Size() int {
	s.ready()
	return s.size
}

// BlockSize returns how many bytes are taken in at a time.
func (s *SHA3) BlockSize() int { return s.ready().rate }

// Clone returns a copy that goes on by itself.
func (s *SHA3) Clone() (hash.Cloner, error) {
	copied := *s
	return &copied, nil
}

const hashMark = "sha\x08"

// MarshalBinary returns the state, for UnmarshalBinary.
func (s *SHA3) MarshalBinary() ([]byte, error) { return s.AppendBinary(make([]byte, 0, storedSize)) }

// AppendBinary appends what MarshalBinary returns.
func (s *SHA3) AppendBinary(p []byte) ([]byte, error) {
	return s.ready().store(hashMark, p), nil
}

// UnmarshalBinary sets the state to one of a hash of the same size.
func (s *SHA3) UnmarshalBinary(data []byte) error {
	if err := s.ready().load(hashMark, data); err != nil {
		return err
	}
	if s.sponge.squeezing {
		s.sponge.reset()
		return errors.New("sha3: invalid hash state")
	}
	return nil
}

func sum(bits int, data, out []byte) {
	s := newHash(bits)
	s.sponge.absorb(data)
	s.sponge.squeeze(out)
}

func Sum224(data []byte) (out [28]byte) {
	sum(224, data, out[:])
	return out
}

func Sum256(data []byte) (out [32]byte) {
	sum(256, data, out[:])
	return out
}

func Sum384(data []byte) (out [48]byte) {
	sum(384, data, out[:])
	return out
}

func Sum512(data []byte) (out [64]byte) {
	sum(512, data, out[:])
	return out
}

// Package cryptotest makes tests of cryptography repeatable.
package cryptotest

import (
	"crypto/rand"
	"encoding/binary"
	mathrand "math/rand/v2"
	"sync"
	"testing"
)

// SetGlobalRandom makes package crypto/rand, and what asks it, give what a seed determines until the test ends. A test
// that runs beside others may not do that.
func SetGlobalRandom(t *testing.T, seed uint64) {
	if t == nil {
		panic("cryptotest: SetGlobalRandom called with a nil *testing.T")
	}
	if !testing.Testing() {
		panic("cryptotest: SetGlobalRandom used in a non-test binary")
	}
	t.Setenv("VOLE_CRYPTOTEST", "1") // it refuses parallel tests
	var key [32]byte
	binary.LittleEndian.PutUint64(key[:], seed)
	before := rand.Reader
	rand.Reader = &source{chacha: mathrand.NewChaCha8(key)}
	t.Cleanup(func() { rand.Reader = before })
}

// source is a sequence that several goroutines may read.
type source struct {
	mu     sync.Mutex
	chacha *mathrand.ChaCha8 // guarded by mu
}

func (s *source) Read(b []byte) (n int, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.chacha.Read(b)
}

package cipher

import (
	"crypto/rand"
	"errors"
)

// randomNonceGCM is GCM that puts a random nonce before what it seals.
type randomNonceGCM struct{ AEAD }

// NewGCMWithRandomNonce returns GCM whose nonces are made by Seal, and found by Open: they are 0 bytes to the caller.
func NewGCMWithRandomNonce(cipher Block) (AEAD, error) {
	inner, err := NewGCM(cipher)
	if err != nil {
		return nil, err
	}
	return randomNonceGCM{inner}, nil
}

func (g randomNonceGCM) NonceSize() int { return 0 }
func (g randomNonceGCM) Overhead() int  { return g.AEAD.NonceSize() + g.AEAD.Overhead() }

func (g randomNonceGCM) Seal(dst, nonce, plaintext, additionalData []byte) []byte {
	if len(nonce) != 0 {
		panic("crypto/cipher: non-empty nonce passed to GCMWithRandomNonce")
	}
	// The plaintext may lie where the result goes, which the nonce moves.
	plaintext = append([]byte(nil), plaintext...)
	made := make([]byte, g.AEAD.NonceSize())
	rand.Read(made)
	return g.AEAD.Seal(append(dst, made...), made, plaintext, additionalData)
}

func (g randomNonceGCM) Open(dst, nonce, ciphertext, additionalData []byte) ([]byte, error) {
	if len(nonce) != 0 {
		panic("crypto/cipher: non-empty nonce passed to GCMWithRandomNonce")
	}
	size := g.AEAD.NonceSize()
	if len(ciphertext) < size {
		return nil, errors.New("cipher: message authentication failed")
	}
	ciphertext = append([]byte(nil), ciphertext...)
	return g.AEAD.Open(dst, ciphertext[:size], ciphertext[size:], additionalData)
}

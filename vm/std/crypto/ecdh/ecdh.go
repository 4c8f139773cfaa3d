// Package ecdh agrees on secrets by elliptic curves: those of NIST, and Curve25519.
package ecdh

import (
	"bytes"
	"crypto"
	"crypto/subtle"
	"errors"
	"io"
)

// Curve is a curve on which keys are made.
type Curve interface {
	// GenerateKey makes a random key. What it takes is not used: the source is the system's.
	GenerateKey(rand io.Reader) (*PrivateKey, error)

	// NewPrivateKey returns the key that has this encoding: on the curves of NIST a big-endian number above 0 and
	// below the order; of X25519 any 32 bytes.
	NewPrivateKey(key []byte) (*PrivateKey, error)

	// NewPublicKey returns the key that has this encoding: on the curves of NIST an uncompressed point; of X25519
	// any 32 bytes.
	NewPublicKey(key []byte) (*PublicKey, error)

	secret(private *PrivateKey, remote *PublicKey) ([]byte, error)
}

// KeyExchanger is a private key that does not show itself.
type KeyExchanger interface {
	PublicKey() *PublicKey
	Curve() Curve
	ECDH(*PublicKey) ([]byte, error)
}

// PublicKey is the half of a key that one gives away.
type PublicKey struct {
	curve Curve
	bytes []byte
}

// Bytes returns a copy of the encoding.
func (k *PublicKey) Bytes() []byte { return bytes.Clone(k.bytes) }

func (k *PublicKey) Curve() Curve { return k.curve }

// Equal reports whether x is the same key.
func (k *PublicKey) Equal(x crypto.PublicKey) bool {
	other, ok := x.(*PublicKey)
	return ok && k.curve == other.curve && subtle.ConstantTimeCompare(k.bytes, other.bytes) == 1
}

// PrivateKey is the half of a key that one keeps.
type PrivateKey struct {
	curve  Curve
	bytes  []byte
	public *PublicKey
}

// Bytes returns a copy of the encoding.
func (k *PrivateKey) Bytes() []byte { return bytes.Clone(k.bytes) }

func (k *PrivateKey) Curve() Curve { return k.curve }

// PublicKey returns the other half.
func (k *PrivateKey) PublicKey() *PublicKey { return k.public }

// Public returns the same, as package crypto asks for it.
func (k *PrivateKey) Public() crypto.PublicKey { return k.public }

// Equal reports whether x is the same key.
func (k *PrivateKey) Equal(x crypto.PrivateKey) bool {
	other, ok := x.(*PrivateKey)
	return ok && k.curve == other.curve && subtle.ConstantTimeCompare(k.bytes, other.bytes) == 1
}

// ECDH returns the secret that the two keys share: the x of a point, which is never the one at infinity.
func (k *PrivateKey) ECDH(remote *PublicKey) ([]byte, error) {
	if k.curve != remote.curve {
		return nil, errors.New("crypto/ecdh: private key and public key curves do not match")
	}
	return k.curve.secret(k, remote)
}

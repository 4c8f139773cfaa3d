package ecdh

import (
	"bytes"
	"crypto/rand"
	"errors"
	"io"

	"golang.org/x/crypto/curve25519"
)

type x25519Curve struct{}

var x25519 = &x25519Curve{}

// X25519 returns the function X25519 on Curve25519, always the same value.
func X25519() Curve { return x25519 }

func (c *x25519Curve) String() string { return "X25519" }

func (c *x25519Curve) GenerateKey(io.Reader) (*PrivateKey, error) {
	key := make([]byte, 32)
	if _, err := io.ReadFull(rand.Reader, key); err != nil {
		return nil, err
	}
	return c.NewPrivateKey(key)
}

func (c *x25519Curve) NewPrivateKey(key []byte) (*PrivateKey, error) {
	if len(key) != 32 {
		return nil, errors.New("crypto/ecdh: invalid private key size")
	}
	public, err := curve25519.X25519(key, curve25519.Basepoint)
	if err != nil {
		return nil, err
	}
	return &PrivateKey{c, bytes.Clone(key), &PublicKey{c, public}}, nil
}

func (c *x25519Curve) NewPublicKey(key []byte) (*PublicKey, error) {
	if len(key) != 32 {
		return nil, errors.New("crypto/ecdh: invalid public key")
	}
	return &PublicKey{c, bytes.Clone(key)}, nil
}

func (c *x25519Curve) secret(private *PrivateKey, remote *PublicKey) ([]byte, error) {
	secret, err := curve25519.X25519(private.bytes, remote.bytes)
	if err != nil {
		return nil, errors.New("crypto/ecdh: bad X25519 remote ECDH input: low order point")
	}
	return secret, nil
}

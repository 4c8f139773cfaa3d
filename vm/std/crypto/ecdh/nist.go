package ecdh

import (
	"bytes"
	"crypto/internal/nistec"
	"crypto/rand"
	"errors"
	"io"
	"math/big"
)

// point is a point of a curve of NIST.
type point[P any] interface {
	SetBytes([]byte) (P, error)
	ScalarMult(P, []byte) (P, error)
	ScalarBaseMult([]byte) (P, error)
	Bytes() []byte
}

// nistCurve is a curve of NIST with points of type P.
type nistCurve[P point[P]] struct {
	name     string
	newPoint func() P
	order    []byte // big-endian, as long as a private key
	topBits  byte   // those that the first byte of a private key may have
}

// orderOf returns the order of a curve, in size bytes.
func orderOf(size int, hexadecimal string) []byte {
	n, _ := new(big.Int).SetString(hexadecimal, 16)
	return n.FillBytes(make([]byte, size))
}

var p256 = &nistCurve[*nistec.P256Point]{"P-256", nistec.NewP256Point,
	orderOf(32, "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551"), 0xff}

var p384 = &nistCurve[*nistec.P384Point]{"P-384", nistec.NewP384Point,
	orderOf(48, "ffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973"), 0xff}

var p521 = &nistCurve[*nistec.P521Point]{"P-521", nistec.NewP521Point,
	orderOf(66, "1fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffa"+
		"51868783bf2f966b7fcc0148f709a5d03bb5c9b8899c47aebb6fb71e91386409"), 0x01}

// P256 returns the curve P-256, always the same value.
func P256() Curve { return p256 }

// P384 returns the curve P-384, always the same value.
func P384() Curve { return p384 }

// P521 returns the curve P-521, always the same value.
func P521() Curve { return p521 }

func (c *nistCurve[P]) String() string { return c.name }

func (c *nistCurve[P]) GenerateKey(io.Reader) (*PrivateKey, error) {
	for {
		key := make([]byte, len(c.order))
		if _, err := io.ReadFull(rand.Reader, key); err != nil {
			return nil, err
		}
		key[0] &= c.topBits
		if k, err := c.NewPrivateKey(key); err == nil {
			return k, nil
		}
	}
}

// isZero looks at every byte, so that its time tells nothing.
func isZero(b []byte) bool {
	var all byte
	for _, x := range b {
		all |= x
	}
	return all == 0
}

// isLess reports whether a < b as big-endian numbers of one length, in the same time for all.
func isLess(a, b []byte) bool {
	borrow := 0
	for i := len(a) - 1; i >= 0; i-- {
		borrow = (int(a[i]) - int(b[i]) - borrow) >> 8 & 1
	}
	return borrow == 1
}

func (c *nistCurve[P]) NewPrivateKey(key []byte) (*PrivateKey, error) {
	if len(key) != len(c.order) || isZero(key) || !isLess(key, c.order) {
		return nil, errors.New("crypto/ecdh: invalid private key")
	}
	p, err := c.newPoint().ScalarBaseMult(key)
	if err != nil {
		return nil, err
	}
	return &PrivateKey{c, bytes.Clone(key), &PublicKey{c, p.Bytes()}}, nil
}

func (c *nistCurve[P]) NewPublicKey(key []byte) (*PublicKey, error) {
	if len(key) == 0 || key[0] != 4 {
		return nil, errors.New("crypto/ecdh: invalid public key")
	}
	if _, err := c.newPoint().SetBytes(key); err != nil {
		return nil, err
	}
	return &PublicKey{c, bytes.Clone(key)}, nil
}

func (c *nistCurve[P]) secret(private *PrivateKey, remote *PublicKey) ([]byte, error) {
	p, err := c.newPoint().SetBytes(remote.bytes)
	if err != nil {
		return nil, err
	}
	if p, err = p.ScalarMult(p, private.bytes); err != nil {
		return nil, err
	}
	encoded := p.Bytes()
	if len(encoded) == 1 {
		return nil, errors.New("crypto/ecdh: the shared secret is the point at infinity")
	}
	return encoded[1 : 1+len(encoded)/2], nil
}

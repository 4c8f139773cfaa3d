package ecdsa

import (
	"crypto/elliptic"
	"errors"
	"math/big"
)

func isKnown(curve elliptic.Curve) bool {
	switch curve {
	case elliptic.P224(), elliptic.P256(), elliptic.P384(), elliptic.P521():
		return true
	}
	return false
}

// ParseRawPrivateKey reads a private key: a big-endian number above 0 and below the order, as long as that.
func ParseRawPrivateKey(curve elliptic.Curve, data []byte) (*PrivateKey, error) {
	if !isKnown(curve) {
		return nil, errors.New("ecdsa: curve not supported by ParseRawPrivateKey")
	}
	order := curve.Params().N
	d := new(big.Int).SetBytes(data)
	if len(data) != (order.BitLen()+7)/8 || d.Sign() == 0 || d.Cmp(order) >= 0 {
		return nil, errors.New("ecdsa: invalid private key")
	}
	key := &PrivateKey{D: d}
	key.Curve = curve
	key.X, key.Y = curve.ScalarBaseMult(data)
	return key, nil
}

// ParseUncompressedPublicKey reads a public key: an uncompressed point.
func ParseUncompressedPublicKey(curve elliptic.Curve, data []byte) (*PublicKey, error) {
	if len(data) < 1 || data[0] != 4 {
		return nil, errors.New("ecdsa: invalid uncompressed public key")
	}
	if !isKnown(curve) {
		return nil, errors.New("ecdsa: curve not supported by ParseUncompressedPublicKey")
	}
	x, y := elliptic.Unmarshal(curve, data)
	if x == nil {
		return nil, errors.New("ecdsa: invalid uncompressed public key")
	}
	return &PublicKey{Curve: curve, X: x, Y: y}, nil
}

// Bytes returns the private key as ParseRawPrivateKey reads it.
func (priv *PrivateKey) Bytes() ([]byte, error) {
	if !isKnown(priv.Curve) {
		return nil, errors.New("ecdsa: unsupported curve")
	}
	order := priv.Curve.Params().N
	if priv.D.Sign() <= 0 || priv.D.Cmp(order) >= 0 {
		return nil, errors.New("ecdsa: invalid private key")
	}
	return priv.D.FillBytes(make([]byte, (order.BitLen()+7)/8)), nil
}

// Bytes returns the public key as ParseUncompressedPublicKey reads it.
func (pub *PublicKey) Bytes() ([]byte, error) {
	if !isKnown(pub.Curve) {
		return nil, errors.New("ecdsa: unsupported curve")
	}
	if !pub.Curve.IsOnCurve(pub.X, pub.Y) {
		return nil, errors.New("ecdsa: invalid public key")
	}
	return elliptic.Marshal(pub.Curve, pub.X, pub.Y), nil
}

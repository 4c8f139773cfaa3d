// Package hkdf makes keys of a secret: HKDF of RFC 5869.
package hkdf

import (
	"crypto/hmac"
	"errors"
	"hash"
)

func untyped[H hash.Hash](h func() H) func() hash.Hash { return func() hash.Hash { return h() } }

// Extract makes a key of a secret, which Expand makes others of.
func Extract[H hash.Hash](h func() H, secret, salt []byte) ([]byte, error) {
	if salt == nil {
		salt = make([]byte, h().Size())
	}
	extractor := hmac.New(untyped(h), salt)
	extractor.Write(secret)
	return extractor.Sum(nil), nil
}

// Expand makes a key of a key for what info says.
func Expand[H hash.Hash](h func() H, pseudorandomKey []byte, info string, keyLength int) ([]byte, error) {
	if keyLength > h().Size()*255 {
		return nil, errors.New("hkdf: requested key length too large")
	}
	expander := hmac.New(untyped(h), pseudorandomKey)
	var key, last []byte
	for counter := byte(1); len(key) < keyLength; counter++ {
		expander.Reset()
		expander.Write(last)
		expander.Write([]byte(info))
		expander.Write([]byte{counter})
		last = expander.Sum(nil)
		key = append(key, last...)
	}
	return key[:keyLength], nil
}

// Key makes a key of a secret for what info says.
func Key[Hash hash.Hash](h func() Hash, secret, salt []byte, info string, keyLength int) ([]byte, error) {
	if keyLength > h().Size()*255 {
		return nil, errors.New("hkdf: requested key length too large")
	}
	extracted, err := Extract(h, secret, salt)
	if err != nil {
		return nil, err
	}
	return Expand(h, extracted, info, keyLength)
}

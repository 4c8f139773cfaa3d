// Package pbkdf2 makes keys of passwords: PBKDF2 of PKCS #5.
package pbkdf2

import (
	"crypto/hmac"
	"errors"
	"hash"
)

// Key returns a key of keyLength bytes. The more iterations, the longer guessing takes.
func Key[Hash hash.Hash](h func() Hash, password string, salt []byte, iter, keyLength int) ([]byte, error) {
	if keyLength <= 0 {
		return nil, errors.New("pbkdf2: keyLength must be larger than 0")
	}
	prf := hmac.New(func() hash.Hash { return h() }, []byte(password))
	var key []byte
	for block := uint32(1); len(key) < keyLength; block++ {
		prf.Reset()
		prf.Write(salt)
		prf.Write([]byte{byte(block >> 24), byte(block >> 16), byte(block >> 8), byte(block)})
		u := prf.Sum(nil)
		sum := append([]byte(nil), u...)
		for i := 1; i < iter; i++ {
			prf.Reset()
			prf.Write(u)
			u = prf.Sum(u[:0])
			for j, b := range u {
				sum[j] ^= b
			}
		}
		key = append(key, sum...)
	}
	return key[:keyLength], nil
}

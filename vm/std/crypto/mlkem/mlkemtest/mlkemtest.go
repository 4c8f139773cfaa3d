// Package mlkemtest has what tests with known answers need of ML-KEM.
package mlkemtest

import (
	"crypto/mlkem"
	"errors"
	_ "unsafe" // for go:linkname
)

//go:linkname encapsulate768 crypto/mlkem.encapsulate768
func encapsulate768(ek *mlkem.EncapsulationKey768, random []byte) (sharedKey, ciphertext []byte)

//go:linkname encapsulate1024 crypto/mlkem.encapsulate1024
func encapsulate1024(ek *mlkem.EncapsulationKey1024, random []byte) (sharedKey, ciphertext []byte)

// Encapsulate768 is Encapsulate with these 32 random bytes.
func Encapsulate768(ek *mlkem.EncapsulationKey768, random []byte) (sharedKey, ciphertext []byte, err error) {
	if len(random) != 32 {
		return nil, nil, errors.New("mlkemtest: Encapsulate768: random must be 32 bytes")
	}
	sharedKey, ciphertext = encapsulate768(ek, random)
	return sharedKey, ciphertext, nil
}

// Encapsulate1024 is Encapsulate with these 32 random bytes.
func Encapsulate1024(ek *mlkem.EncapsulationKey1024, random []byte) (sharedKey, ciphertext []byte, err error) {
	if len(random) != 32 {
		return nil, nil, errors.New("mlkemtest: Encapsulate1024: random must be 32 bytes")
	}
	sharedKey, ciphertext = encapsulate1024(ek, random)
	return sharedKey, ciphertext, nil
}

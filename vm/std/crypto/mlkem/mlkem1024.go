package mlkem

import (
	"crypto"
	"crypto/internal/mlkem"
	"crypto/rand"
)

// DecapsulationKey1024 is a private key of ML-KEM-1024.
type DecapsulationKey1024 struct{ key *mlkem.DecapsulationKey }

// EncapsulationKey1024 is a public key of ML-KEM-1024.
type EncapsulationKey1024 struct{ key *mlkem.EncapsulationKey }

// GenerateKey1024 makes a random key.
func GenerateKey1024() (*DecapsulationKey1024, error) {
	seed := make([]byte, SeedSize)
	rand.Read(seed)
	return NewDecapsulationKey1024(seed)
}

// NewDecapsulationKey1024 returns the key of a seed.
func NewDecapsulationKey1024(seed []byte) (*DecapsulationKey1024, error) {
	key, err := mlkem.NewDecapsulationKey(mlkem.Set1024, seed)
	if err != nil {
		return nil, err
	}
	return &DecapsulationKey1024{key}, nil
}

// Bytes returns the seed.
func (dk *DecapsulationKey1024) Bytes() []byte { return dk.key.Bytes() }

// Decapsulate returns the key that a ciphertext carries; of one that was not made by Encapsulate, another key. The
// error is that it has not the size of one.
func (dk *DecapsulationKey1024) Decapsulate(ciphertext []byte) (sharedKey []byte, err error) {
	return dk.key.Decapsulate(ciphertext)
}

// EncapsulationKey returns the public key.
func (dk *DecapsulationKey1024) EncapsulationKey() *EncapsulationKey1024 {
	return &EncapsulationKey1024{dk.key.EncapsulationKey()}
}

// Encapsulator returns the same, as package crypto asks for it.
func (dk *DecapsulationKey1024) Encapsulator() crypto.Encapsulator { return dk.EncapsulationKey() }

// NewEncapsulationKey1024 reads a public key.
func NewEncapsulationKey1024(encapsulationKey []byte) (*EncapsulationKey1024, error) {
	key, err := mlkem.NewEncapsulationKey(mlkem.Set1024, encapsulationKey)
	if err != nil {
		return nil, err
	}
	return &EncapsulationKey1024{key}, nil
}

// Bytes returns the encoding of the key.
func (ek *EncapsulationKey1024) Bytes() []byte { return ek.key.Bytes() }

// Encapsulate makes a random key, and the ciphertext that carries it.
func (ek *EncapsulationKey1024) Encapsulate() (sharedKey, ciphertext []byte) {
	random := make([]byte, 32)
	rand.Read(random)
	return ek.key.Encapsulate(random)
}

// encapsulate1024 is Encapsulate of given bytes, for package mlkemtest.
func encapsulate1024(ek *EncapsulationKey1024, random []byte) (sharedKey, ciphertext []byte) {
	return ek.key.Encapsulate(random)
}

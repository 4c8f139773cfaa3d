package mlkem

import (
	"crypto"
	"crypto/internal/mlkem"
	"crypto/rand"
)

// DecapsulationKey768 is a private key of ML-KEM-768.
type DecapsulationKey768 struct{ key *mlkem.DecapsulationKey }

// EncapsulationKey768 is a public key of ML-KEM-768.
type EncapsulationKey768 struct{ key *mlkem.EncapsulationKey }

// GenerateKey768 makes a random key.
func GenerateKey768() (*DecapsulationKey768, error) {
	seed := make([]byte, SeedSize)
	rand.Read(seed)
	return NewDecapsulationKey768(seed)
}

// NewDecapsulationKey768 returns the key of a seed.
func NewDecapsulationKey768(seed []byte) (*DecapsulationKey768, error) {
	key, err := mlkem.NewDecapsulationKey(mlkem.Set768, seed)
	if err != nil {
		return nil, err
	}
	return &DecapsulationKey768{key}, nil
}

// Bytes returns the seed.
func (dk *DecapsulationKey768) Bytes() []byte { return dk.key.Bytes() }

// Decapsulate returns the key that a ciphertext carries; of one that was not made by Encapsulate, another key. The
// error is that it has not the size of one.
func (dk *DecapsulationKey768) Decapsulate(ciphertext []byte) (sharedKey []byte, err error) {
	return dk.key.Decapsulate(ciphertext)
}

// EncapsulationKey returns the public key.
func (dk *DecapsulationKey768) EncapsulationKey() *EncapsulationKey768 {
	return &EncapsulationKey768{dk.key.EncapsulationKey()}
}

// Encapsulator returns the same, as package crypto asks for it.
func (dk *DecapsulationKey768) Encapsulator() crypto.Encapsulator { return dk.EncapsulationKey() }

// NewEncapsulationKey768 reads a public key.
func NewEncapsulationKey768(encapsulationKey []byte) (*EncapsulationKey768, error) {
	key, err := mlkem.NewEncapsulationKey(mlkem.Set768, encapsulationKey)
	if err != nil {
		return nil, err
	}
	return &EncapsulationKey768{key}, nil
}

// Bytes returns the encoding of the key.
func (ek *EncapsulationKey768) Bytes() []byte { return ek.key.Bytes() }

// Encapsulate makes a random key, and the ciphertext that carries it.
func (ek *EncapsulationKey768) Encapsulate() (sharedKey, ciphertext []byte) {
	random := make([]byte, 32)
	rand.Read(random)
	return ek.key.Encapsulate(random)
}

// encapsulate768 is Encapsulate of given bytes, for package mlkemtest.
func encapsulate768(ek *EncapsulationKey768, random []byte) (sharedKey, ciphertext []byte) {
	return ek.key.Encapsulate(random)
}

// Package mlkem has ML-KEM (FIPS 203), by which two agree on a key that quantum computers do not find either.
package mlkem

const (
	SharedKeySize = 32 // of the key that is agreed on
	SeedSize      = 64 // of what a private key is made of

	CiphertextSize768       = 1088
	EncapsulationKeySize768 = 1184

	CiphertextSize1024       = 1568
	EncapsulationKeySize1024 = 1568
)

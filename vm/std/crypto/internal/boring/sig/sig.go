// Package sig marks, in Go's programs, whose cryptography they have.
package sig

func BoringCrypto()   {}
func StandardCrypto() {}

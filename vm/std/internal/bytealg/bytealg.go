// Package bytealg has for the library what packages bytes and strings have in C.
package bytealg

func Equal(a, b []byte) bool
func IndexByteString(s string, c byte) int

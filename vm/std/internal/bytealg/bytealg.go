// Package bytealg has for the library what packages bytes and strings have in C.
package bytealg

import "unsafe"

func Equal(a, b []byte) bool
func IndexByteString(s string, c byte) int

// IndexByte is IndexByteString of bytes.
func IndexByte(b []byte, c byte) int {
	return IndexByteString(unsafe.String(unsafe.SliceData(b), len(b)), c)
}

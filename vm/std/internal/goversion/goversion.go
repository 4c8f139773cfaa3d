// Package goversion says which Go the library is for package go/build.
package goversion

// Version is N of the Go 1.N whose language and library Vole has.
const Version = 26

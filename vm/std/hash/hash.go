package hash

import "io"

// Cloner is a hash that can be copied with its state.
type Cloner interface {
	Hash
	Clone() (Cloner, error)
}

// XOF is a hash that gives as many bytes as one reads.
type XOF interface {
	io.Writer
	io.Reader
	Reset()
	BlockSize() int
}

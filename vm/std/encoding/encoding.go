package encoding

// BinaryAppender is a type that appends its binary form to a slice.
type BinaryAppender interface {
	AppendBinary(b []byte) ([]byte, error)
}

// TextAppender is a type that appends its text to a slice.
type TextAppender interface {
	AppendText(b []byte) ([]byte, error)
}

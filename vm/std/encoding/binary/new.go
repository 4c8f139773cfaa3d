package binary

import (
	"bytes"
	"errors"
)

// nativeEndian is the order of the machine: the low byte first, on all that Vole runs on.
type nativeEndian struct{ littleEndian }

// NativeEndian is the order of bytes that the machine has.
var NativeEndian nativeEndian

func (nativeEndian) String() string   { return "NativeEndian" }
func (nativeEndian) GoString() string { return "binary.NativeEndian" }

var errBufferTooSmall = errors.New("buffer too small")

// Append appends the binary form of data to buf.
func Append(buf []byte, order ByteOrder, data any) ([]byte, error) {
	var out bytes.Buffer
	if err := Write(&out, order, data); err != nil {
		return nil, errors.New("binary.Append" + err.Error()[len("binary.Write"):])
	}
	return append(buf, out.Bytes()...), nil
}

// Encode writes the binary form of data into buf, and returns how many bytes it has.
func Encode(buf []byte, order ByteOrder, data any) (int, error) {
	b, err := Append(nil, order, data)
	if err != nil {
		return 0, errors.New("binary.Encode" + err.Error()[len("binary.Append"):])
	}
	if len(buf) < len(b) {
		return 0, errBufferTooSmall
	}
	return copy(buf, b), nil
}

// Decode reads data from buf, and returns how many bytes that took.
func Decode(buf []byte, order ByteOrder, data any) (int, error) {
	size := Size(data)
	if size < 0 {
		return 0, errors.New("binary.Decode: invalid type")
	}
	if len(buf) < size {
		return 0, errBufferTooSmall
	}
	return size, Read(bytes.NewReader(buf[:size]), order, data)
}

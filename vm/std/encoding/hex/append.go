package hex

// AppendEncode appends the hexadecimal form of src to dst.
func AppendEncode(dst, src []byte) []byte {
	n := len(dst)
	dst = append(dst, make([]byte, EncodedLen(len(src)))...)
	Encode(dst[n:], src)
	return dst
}

// AppendDecode appends what src stands for to dst. After an error it has what stands before it.
func AppendDecode(dst, src []byte) ([]byte, error) {
	n := len(dst)
	dst = append(dst, make([]byte, DecodedLen(len(src)))...)
	m, err := Decode(dst[n:], src)
	return dst[:n+m], err
}

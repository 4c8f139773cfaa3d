package base64

// AppendEncode appends the coded form of src to dst.
func (enc *Encoding) AppendEncode(dst, src []byte) []byte {
	n := len(dst)
	dst = append(dst, make([]byte, enc.EncodedLen(len(src)))...)
	enc.Encode(dst[n:], src)
	return dst
}

// AppendDecode appends what src stands for to dst. After an error it has what stands before it.
func (enc *Encoding) AppendDecode(dst, src []byte) ([]byte, error) {
	n := len(dst)
	dst = append(dst, make([]byte, enc.DecodedLen(len(src)))...)
	m, err := enc.Decode(dst[n:], src)
	return dst[:n+m], err
}

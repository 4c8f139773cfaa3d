package rand

// source asks the system for random bytes.
type source struct{}

func fill(b []byte)

func (source) Read(b []byte) (n int, err error) {
	fill(b)
	return len(b), nil
}

func init() { Reader = source{} }

// Text returns a random text of letters and digits that nobody guesses: 26 of the alphabet of base32.
func Text() string {
	b := make([]byte, 26)
	Read(b)
	for i := range b {
		b[i] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"[b[i]%32]
	}
	return string(b)
}

package subtle

// XORBytes sets dst to the exclusive or of x and y, as long as the shorter of them, and returns that length.
func XORBytes(dst, x, y []byte) int {
	n := len(x)
	if len(y) < n {
		n = len(y)
	}
	if n == 0 {
		return 0
	}
	if n > len(dst) {
		panic("subtle.XORBytes: dst too short")
	}
	for i := range dst[:n] {
		dst[i] = x[i] ^ y[i]
	}
	return n
}

// WithDataIndependentTiming calls f. Vole's instructions take times of their own, whatever the processor does.
func WithDataIndependentTiming(f func()) { f() }

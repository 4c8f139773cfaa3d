//go:build go1.21

package big

// Products of up to so many words are computed at once. What that takes is still too short to keep others waiting.
const wordsAtOnce = 600

func init() {
	karatsubaThreshold = wordsAtOnce
	basicSqrThreshold = 2
	karatsubaSqrThreshold = wordsAtOnce
}

// multiply sets z to x times y; z has as many words as both and overlaps neither.
func multiply(z, x, y nat)

// basicMul sets z to x times y. One may be long, the other has less than wordsAtOnce words.
func basicMul(z, x, y nat) {
	if len(x) < len(y) {
		x, y = y, x
	}
	if len(y) == 0 {
		z[:len(x)].clear()
		return
	}
	if len(x) <= 2*wordsAtOnce {
		multiply(z[:len(x)+len(y)], x, y)
		return
	}
	// The products of parts of x overlap by the words of y.
	z[:len(x)+len(y)].clear()
	part := make(nat, wordsAtOnce+len(y))
	for i := 0; i < len(x); i += wordsAtOnce {
		words := x[i:min(i+wordsAtOnce, len(x))]
		product := part[:len(words)+len(y)]
		multiply(product, words, y)
		if c := addVV(z[i:i+len(product)], z[i:i+len(product)], product); c != 0 {
			addVW(z[i+len(product):len(x)+len(y)], z[i+len(product):len(x)+len(y)], c)
		}
	}
}

// basicSqr sets z to x times x.
func basicSqr(z, x nat) { basicMul(z, x, x) }

// Package utf16 encodes and decodes sequences of UTF-16.
package utf16

const (
	high        = 0xD800 // first of the first halves of a pair
	low         = 0xDC00 // first of the second halves
	end         = 0xE000
	supplement  = 0x10000
	maxRune     = '\U0010FFFF'
	replacement = '\uFFFD'
)

// IsSurrogate reports whether r may be a half of a pair.
func IsSurrogate(r rune) bool { return high <= r && r < end }

// DecodeRune joins two halves; U+FFFD if they are not a pair.
func DecodeRune(r1, r2 rune) rune {
	if high <= r1 && r1 < low && low <= r2 && r2 < end {
		return (r1-high)<<10 | (r2 - low) + supplement
	}
	return replacement
}

// EncodeRune parts a rune into halves; U+FFFD twice if it is not encoded by a pair.
func EncodeRune(r rune) (r1, r2 rune) {
	if r < supplement || r > maxRune {
		return replacement, replacement
	}
	r -= supplement
	return high + r>>10&0x3FF, low + r&0x3FF
}

// RuneLen returns the words that r takes, -1 if it is no valid rune.
func RuneLen(r rune) int {
	switch {
	case 0 <= r && r < high, end <= r && r < supplement:
		return 1
	case supplement <= r && r <= maxRune:
		return 2
	}
	return -1
}

// AppendRune appends the encoding of r.
func AppendRune(a []uint16, r rune) []uint16 {
	switch RuneLen(r) {
	case 1:
		return append(a, uint16(r))
	case 2:
		r1, r2 := EncodeRune(r)
		return append(a, uint16(r1), uint16(r2))
	}
	return append(a, replacement)
}

func Encode(s []rune) []uint16 {
	a := make([]uint16, 0, len(s))
	for _, r := range s {
		a = AppendRune(a, r)
	}
	return a
}

func Decode(s []uint16) []rune {
	a := make([]rune, 0, len(s))
	for i := 0; i < len(s); i++ {
		r := rune(s[i])
		if IsSurrogate(r) {
			next := rune(0)
			if i+1 < len(s) {
				next = rune(s[i+1])
			}
			r = DecodeRune(r, next)
			if r != replacement {
				i++
			}
		}
		a = append(a, r)
	}
	return a
}

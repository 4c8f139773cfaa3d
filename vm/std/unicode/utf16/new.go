package utf16

// AppendRune appends the UTF-16 of r to a.
func AppendRune(a []uint16, r rune) []uint16 {
	if RuneLen(r) == 2 {
		r1, r2 := EncodeRune(r)
		return append(a, uint16(r1), uint16(r2))
	}
	if RuneLen(r) < 0 {
		r = replacementChar
	}
	return append(a, uint16(r))
}

// RuneLen returns how many words r takes, -1 if it is no valid rune.
func RuneLen(r rune) int {
	switch {
	case 0 <= r && r < surr1, surr3 <= r && r < surrSelf:
		return 1
	case surrSelf <= r && r <= maxRune:
		return 2
	}
	return -1
}

// Package bytes works on slices of bytes that hold UTF-8. What runs over the bytes is written in C.
package bytes

import (
	"unicode"
	"unicode/utf8"
)

func Index(s, sep []byte) int
func LastIndex(s, sep []byte) int
func IndexByte(b []byte, c byte) int
func LastIndexByte(s []byte, c byte) int
func IndexRune(s []byte, r rune) int
func IndexAny(s []byte, chars string) int
func LastIndexAny(s []byte, chars string) int
func Count(s, sep []byte) int
func Compare(a, b []byte) int
func Equal(a, b []byte) bool
func EqualFold(s, t []byte) bool
func Trim(s []byte, cutset string) []byte
func TrimLeft(s []byte, cutset string) []byte
func TrimRight(s []byte, cutset string) []byte
func TrimSpace(s []byte) []byte
func ToUpper(s []byte) []byte
func ToLower(s []byte) []byte
func ToTitle(s []byte) []byte
func ToValidUTF8(s, replacement []byte) []byte
func Repeat(b []byte, count int) []byte
func Replace(s, old, new []byte, n int) []byte
func Fields(s []byte) [][]byte

func ReplaceAll(s, old, new []byte) []byte { return Replace(s, old, new, -1) }

// split cuts s into at most limit > 0 parts that each keep that many bytes of the separator.
func split(s, sep []byte, keep, limit int) [][]byte

func genericSplit(s, sep []byte, keep, n int) [][]byte {
	if n == 0 {
		return nil
	}
	if n < 0 {
		n = len(s) + 1
	}
	return split(s, sep, keep, n)
}

func Split(s, sep []byte) [][]byte              { return genericSplit(s, sep, 0, -1) }
func SplitN(s, sep []byte, n int) [][]byte      { return genericSplit(s, sep, 0, n) }
func SplitAfter(s, sep []byte) [][]byte         { return genericSplit(s, sep, len(sep), -1) }
func SplitAfterN(s, sep []byte, n int) [][]byte { return genericSplit(s, sep, len(sep), n) }

func Contains(b, subslice []byte) bool              { return Index(b, subslice) >= 0 }
func ContainsAny(b []byte, chars string) bool       { return IndexAny(b, chars) >= 0 }
func ContainsRune(b []byte, r rune) bool            { return IndexRune(b, r) >= 0 }
func ContainsFunc(b []byte, f func(rune) bool) bool { return IndexFunc(b, f) >= 0 }

func HasPrefix(s, prefix []byte) bool {
	return len(s) >= len(prefix) && Equal(s[:len(prefix)], prefix)
}
func HasSuffix(s, suffix []byte) bool {
	return len(s) >= len(suffix) && Equal(s[len(s)-len(suffix):], suffix)
}

func TrimPrefix(s, prefix []byte) []byte {
	if HasPrefix(s, prefix) {
		return s[len(prefix):]
	}
	return s
}

func TrimSuffix(s, suffix []byte) []byte {
	if HasSuffix(s, suffix) {
		return s[:len(s)-len(suffix)]
	}
	return s
}

// Cut parts s around the first sep.
func Cut(s, sep []byte) (before, after []byte, found bool) {
	if i := Index(s, sep); i >= 0 {
		return s[:i], s[i+len(sep):], true
	}
	return s, nil, false
}

func CutPrefix(s, prefix []byte) (after []byte, found bool) {
	if !HasPrefix(s, prefix) {
		return s, false
	}
	return s[len(prefix):], true
}

func CutSuffix(s, suffix []byte) (before []byte, found bool) {
	if !HasSuffix(s, suffix) {
		return s, false
	}
	return s[:len(s)-len(suffix)], true
}

// Clone copies b; nil stays nil.
func Clone(b []byte) []byte {
	if b == nil {
		return nil
	}
	return append([]byte{}, b...)
}

// Join puts sep between the elements of s.
func Join(s [][]byte, sep []byte) []byte {
	if len(s) == 0 {
		return []byte{}
	}
	n := len(sep) * (len(s) - 1)
	for _, part := range s {
		n += len(part)
	}
	b := make([]byte, 0, n)
	for i, part := range s {
		if i > 0 {
			b = append(b, sep...)
		}
		b = append(b, part...)
	}
	return b
}

// Runes returns the runes of s.
func Runes(s []byte) []rune { return []rune(string(s)) }

// FieldsFunc returns the runs of runes for which f is false.
func FieldsFunc(s []byte, f func(rune) bool) [][]byte {
	fields := [][]byte{}
	start := -1
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRune(s[i:])
		if f(r) {
			if start >= 0 {
				fields = append(fields, s[start:i:i])
				start = -1
			}
		} else if start < 0 {
			start = i
		}
		i += size
	}
	if start >= 0 {
		fields = append(fields, s[start:len(s):len(s)])
	}
	return fields
}

func indexFunc(s []byte, f func(rune) bool, want bool) int {
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRune(s[i:])
		if f(r) == want {
			return i
		}
		i += size
	}
	return -1
}

// lastIndexFunc returns where the last rune begins for which f is want, and where it ends.
func lastIndexFunc(s []byte, f func(rune) bool, want bool) (start, end int) {
	for i := len(s); i > 0; {
		r, size := utf8.DecodeLastRune(s[:i])
		if f(r) == want {
			return i - size, i
		}
		i -= size
	}
	return -1, 0
}

func IndexFunc(s []byte, f func(rune) bool) int { return indexFunc(s, f, true) }

func LastIndexFunc(s []byte, f func(rune) bool) int {
	i, _ := lastIndexFunc(s, f, true)
	return i
}

func TrimLeftFunc(s []byte, f func(rune) bool) []byte {
	i := indexFunc(s, f, false)
	if i < 0 {
		return nil
	}
	return s[i:]
}

func TrimRightFunc(s []byte, f func(rune) bool) []byte {
	_, end := lastIndexFunc(s, f, false)
	return s[:end]
}

func TrimFunc(s []byte, f func(rune) bool) []byte { return TrimRightFunc(TrimLeftFunc(s, f), f) }

// Map applies mapping to each rune of s and drops those that become negative.
func Map(mapping func(rune) rune, s []byte) []byte {
	b := make([]byte, 0, len(s))
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRune(s[i:])
		if m := mapping(r); m >= 0 {
			b = append(b, string(m)...)
		}
		i += size
	}
	return b
}

func ToUpperSpecial(c unicode.SpecialCase, s []byte) []byte { return Map(c.ToUpper, s) }
func ToLowerSpecial(c unicode.SpecialCase, s []byte) []byte { return Map(c.ToLower, s) }
func ToTitleSpecial(c unicode.SpecialCase, s []byte) []byte { return Map(c.ToTitle, s) }

// isSeparator reports whether a letter after r begins a word.
func isSeparator(r rune) bool {
	switch {
	case r == '_' || '0' <= r && r <= '9' || 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z':
		return false
	case r < utf8.RuneSelf:
		return true
	case unicode.IsLetter(r) || unicode.IsDigit(r):
		return false
	}
	return unicode.IsSpace(r)
}

// Title maps the first letters of words to title case.
func Title(s []byte) []byte {
	before := ' '
	return Map(func(r rune) rune {
		begins := isSeparator(before)
		before = r
		if begins {
			return unicode.ToTitle(r)
		}
		return r
	}, s)
}

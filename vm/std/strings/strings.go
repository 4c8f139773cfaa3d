// Package strings works on strings of UTF-8. What runs over the bytes of a string is written in C.
package strings

import (
	"unicode"
	"unicode/utf8"
)

func Index(s, substr string) int
func LastIndex(s, substr string) int
func Contains(s, substr string) bool
func IndexByte(s string, c byte) int
func LastIndexByte(s string, c byte) int
func IndexRune(s string, r rune) int
func IndexAny(s, chars string) int
func LastIndexAny(s, chars string) int
func Count(s, substr string) int
func Compare(a, b string) int
func EqualFold(s, t string) bool
func Trim(s, cutset string) string
func TrimLeft(s, cutset string) string
func TrimRight(s, cutset string) string
func TrimSpace(s string) string
func ToUpper(s string) string
func ToLower(s string) string
func ToTitle(s string) string
func ToValidUTF8(s, replacement string) string
func Repeat(s string, count int) string
func Replace(s, old, new string, n int) string
func ReplaceAll(s, old, new string) string
func Fields(s string) []string
func Join(elems []string, sep string) string

// split cuts s into at most limit > 0 parts that each keep that many bytes of the separator.
func split(s, sep string, keep, limit int) []string

func genericSplit(s, sep string, keep, n int) []string {
	if n == 0 {
		return nil
	}
	if n < 0 {
		n = len(s) + 1
	}
	return split(s, sep, keep, n)
}

func Split(s, sep string) []string              { return genericSplit(s, sep, 0, -1) }
func SplitN(s, sep string, n int) []string      { return genericSplit(s, sep, 0, n) }
func SplitAfter(s, sep string) []string         { return genericSplit(s, sep, len(sep), -1) }
func SplitAfterN(s, sep string, n int) []string { return genericSplit(s, sep, len(sep), n) }

func ContainsAny(s, chars string) bool              { return IndexAny(s, chars) >= 0 }
func ContainsRune(s string, r rune) bool            { return IndexRune(s, r) >= 0 }
func ContainsFunc(s string, f func(rune) bool) bool { return IndexFunc(s, f) >= 0 }

func HasPrefix(s, prefix string) bool { return len(s) >= len(prefix) && s[:len(prefix)] == prefix }
func HasSuffix(s, suffix string) bool {
	return len(s) >= len(suffix) && s[len(s)-len(suffix):] == suffix
}

func TrimPrefix(s, prefix string) string {
	if HasPrefix(s, prefix) {
		return s[len(prefix):]
	}
	return s
}

func TrimSuffix(s, suffix string) string {
	if HasSuffix(s, suffix) {
		return s[:len(s)-len(suffix)]
	}
	return s
}

// Cut parts s around the first sep.
func Cut(s, sep string) (before, after string, found bool) {
	if i := Index(s, sep); i >= 0 {
		return s[:i], s[i+len(sep):], true
	}
	return s, "", false
}

func CutPrefix(s, prefix string) (after string, found bool) {
	if !HasPrefix(s, prefix) {
		return s, false
	}
	return s[len(prefix):], true
}

func CutSuffix(s, suffix string) (before string, found bool) {
	if !HasSuffix(s, suffix) {
		return s, false
	}
	return s[:len(s)-len(suffix)], true
}

// Clone copies s, so that it does not keep a longer string alive.
func Clone(s string) string {
	if s == "" {
		return ""
	}
	return string([]byte(s))
}

// FieldsFunc returns the runs of runes for which f is false.
func FieldsFunc(s string, f func(rune) bool) []string {
	fields := []string{}
	start := -1
	for i, r := range s {
		if f(r) {
			if start >= 0 {
				fields = append(fields, s[start:i])
				start = -1
			}
		} else if start < 0 {
			start = i
		}
	}
	if start >= 0 {
		fields = append(fields, s[start:])
	}
	return fields
}

func indexFunc(s string, f func(rune) bool, want bool) int {
	for i, r := range s {
		if f(r) == want {
			return i
		}
	}
	return -1
}

// lastIndexFunc returns where the last rune begins for which f is want, and where it ends.
func lastIndexFunc(s string, f func(rune) bool, want bool) (start, end int) {
	for i := len(s); i > 0; {
		r, size := utf8.DecodeLastRuneInString(s[:i])
		if f(r) == want {
			return i - size, i
		}
		i -= size
	}
	return -1, 0
}

func IndexFunc(s string, f func(rune) bool) int { return indexFunc(s, f, true) }

func LastIndexFunc(s string, f func(rune) bool) int {
	i, _ := lastIndexFunc(s, f, true)
	return i
}

func TrimLeftFunc(s string, f func(rune) bool) string {
	i := indexFunc(s, f, false)
	if i < 0 {
		return ""
	}
	return s[i:]
}

func TrimRightFunc(s string, f func(rune) bool) string {
	_, end := lastIndexFunc(s, f, false)
	return s[:end]
}

func TrimFunc(s string, f func(rune) bool) string { return TrimRightFunc(TrimLeftFunc(s, f), f) }

// Map applies mapping to each rune and drops those that become negative. If nothing changes s itself is returned.
func Map(mapping func(rune) rune, s string) string {
	for i, r := range s {
		m := mapping(r)
		if m == r && (r != utf8.RuneError || HasPrefix(s[i:], "\uFFFD")) {
			continue
		}
		b := make([]byte, i, len(s)+utf8.UTFMax)
		copy(b, s)
		if m >= 0 {
			b = append(b, string(m)...)
		}
		size := 1
		if r != utf8.RuneError {
			size = len(string(r))
		} else if HasPrefix(s[i:], "\uFFFD") {
			size = 3
		}
		for _, r := range s[i+size:] {
			m := mapping(r)
			if m < 0 {
				continue
			}
			if m < utf8.RuneSelf {
				b = append(b, byte(m))
			} else {
				b = append(b, string(m)...)
			}
		}
		return string(b)
	}
	return s
}

func ToUpperSpecial(c unicode.SpecialCase, s string) string { return Map(c.ToUpper, s) }
func ToLowerSpecial(c unicode.SpecialCase, s string) string { return Map(c.ToLower, s) }
func ToTitleSpecial(c unicode.SpecialCase, s string) string { return Map(c.ToTitle, s) }

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
func Title(s string) string {
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

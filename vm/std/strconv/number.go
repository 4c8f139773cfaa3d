// Package strconv converts basic types to text and back.
package strconv

import (
	"errors"
	"internal/rt"
)

const IntSize = 64

var (
	ErrRange  = errors.New("value out of range")
	ErrSyntax = errors.New("invalid syntax")
)

// NumError says which function failed on which input.
type NumError struct {
	Func string
	Num  string
	Err  error
}

func (e *NumError) Error() string {
	return "strconv." + e.Func + ": parsing " + Quote(e.Num) + ": " + e.Err.Error()
}

func (e *NumError) Unwrap() error { return e.Err }

// What the parsers in C report.
const (
	parsedOK = iota
	parsedSyntax
	parsedRange
)

func numError(function, s string, code int) error {
	switch code {
	case parsedOK:
		return nil
	case parsedRange:
		return &NumError{function, rt.CloneString(s), ErrRange}
	}
	return &NumError{function, rt.CloneString(s), ErrSyntax}
}

func baseError(function, s string, base int) error {
	return &NumError{function, rt.CloneString(s), errors.New("invalid base " + Itoa(base))}
}

func bitSizeError(function, s string, bits int) error {
	return &NumError{function, rt.CloneString(s), errors.New("invalid bit size " + Itoa(bits))}
}

// parseUint reads digits of a base (0: by prefix, with underscores). It returns the value, or the greatest that fits.
func parseUint(s string, base, bits int) (n uint64, code int)

// parseInt is the same with a sign.
func parseInt(s string, base, bits int) (n int64, code int)
func parseFloat(s string, bits int) (f float64, used int, code int)
func formatFloat(b []byte, f float64, format byte, prec, bits int) []byte

// Itoa returns i in decimal.
func Itoa(i int) string
func FormatInt(i int64, base int) string
func FormatUint(i uint64, base int) string
func AppendInt(dst []byte, i int64, base int) []byte
func AppendUint(dst []byte, i uint64, base int) []byte

// Atoi reads a decimal int.
func Atoi(s string) (int, error) {
	n, code := parseInt(s, 10, 0)
	return int(n), numError("Atoi", s, code)
}

func ParseInt(s string, base int, bitSize int) (i int64, err error) {
	if s == "" || s == "+" || s == "-" {
		return 0, numError("ParseInt", s, parsedSyntax)
	}
	if base != 0 && (base < 2 || base > 36) {
		return 0, baseError("ParseInt", s, base)
	}
	if bitSize < 0 || bitSize > 64 {
		return 0, bitSizeError("ParseInt", s, bitSize)
	}
	i, code := parseInt(s, base, bitSize)
	return i, numError("ParseInt", s, code)
}

func ParseUint(s string, base int, bitSize int) (uint64, error) {
	if s != "" && base != 0 && (base < 2 || base > 36) {
		return 0, baseError("ParseUint", s, base)
	}
	if s != "" && (bitSize < 0 || bitSize > 64) {
		return 0, bitSizeError("ParseUint", s, bitSize)
	}
	n, code := parseUint(s, base, bitSize)
	return n, numError("ParseUint", s, code)
}

func ParseFloat(s string, bitSize int) (float64, error) {
	f, used, code := parseFloat(s, bitSize)
	if used != len(s) && code != parsedSyntax {
		f, code = 0, parsedSyntax
	}
	return f, numError("ParseFloat", s, code)
}

func ParseBool(str string) (bool, error) {
	switch str {
	case "1", "t", "T", "true", "TRUE", "True":
		return true, nil
	case "0", "f", "F", "false", "FALSE", "False":
		return false, nil
	}
	return false, numError("ParseBool", str, parsedSyntax)
}

// ParseComplex reads a+bi, with or without parentheses.
func ParseComplex(s string, bitSize int) (complex128, error) {
	bits := 64
	if bitSize == 64 {
		bits = 32
	}
	text := s
	if n := len(s); n >= 2 && s[0] == '(' && s[n-1] == ')' {
		s = s[1 : n-1]
	}
	re, used, code := parseFloat(s, bits)
	if code == parsedSyntax {
		return 0, numError("ParseComplex", text, parsedSyntax)
	}
	s = s[used:]
	if s == "" {
		return complex(re, 0), numError("ParseComplex", text, code)
	}
	if s == "i" {
		return complex(0, re), numError("ParseComplex", text, code)
	}
	if s[0] != '+' && s[0] != '-' {
		return 0, numError("ParseComplex", text, parsedSyntax)
	}
	if s[0] == '+' && len(s) > 1 && s[1] != '+' {
		s = s[1:] // a NaN has no sign
	}
	im, used, code2 := parseFloat(s, bits)
	if code2 == parsedSyntax || s[used:] != "i" {
		return 0, numError("ParseComplex", text, parsedSyntax)
	}
	if code2 == parsedRange {
		code = parsedRange
	}
	return complex(re, im), numError("ParseComplex", text, code)
}

func FormatBool(b bool) string {
	if b {
		return "true"
	}
	return "false"
}

func AppendBool(dst []byte, b bool) []byte { return append(dst, FormatBool(b)...) }

func FormatFloat(f float64, fmt byte, prec, bitSize int) string {
	return string(AppendFloat(nil, f, fmt, prec, bitSize))
}

func AppendFloat(dst []byte, f float64, fmt byte, prec, bitSize int) []byte {
	if bitSize != 32 && bitSize != 64 {
		panic("strconv: illegal AppendFloat/FormatFloat bitSize")
	}
	switch fmt {
	case 'e', 'E', 'f', 'g', 'G', 'b', 'x', 'X':
		return formatFloat(dst, f, fmt, prec, bitSize)
	}
	if bitSize == 32 {
		f = float64(float32(f))
	}
	if f-f != 0 {
		return formatFloat(dst, f, 'g', prec, bitSize) // infinite or no number: looks the same in all formats
	}
	return append(dst, '%', fmt)
}

func FormatComplex(c complex128, fmt byte, prec, bitSize int) string {
	if bitSize != 64 && bitSize != 128 {
		panic("invalid bitSize")
	}
	bits := bitSize / 2
	b := append([]byte(nil), '(')
	b = AppendFloat(b, real(c), fmt, prec, bits)
	im := AppendFloat(nil, imag(c), fmt, prec, bits)
	if im[0] != '+' && im[0] != '-' {
		b = append(b, '+')
	}
	b = append(b, im...)
	return string(append(b, "i)"...))
}

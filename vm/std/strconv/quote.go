package strconv

// appendQuoted quotes s; ascii escapes all that is not ASCII, graphic keeps what IsGraphic allows.
func appendQuoted(dst []byte, s string, quote byte, ascii, graphic bool) []byte {
	dst = append(dst, quote)
	for i := 0; i < len(s); {
		c := s[i]
		if c < 0x80 {
			i++
			dst = appendEscaped(dst, rune(c), quote, ascii, graphic)
			continue
		}
		r, size := decode(s[i:])
		if r == 0xFFFD && size == 1 {
			dst = append(dst, '\\', 'x', digits[c>>4], digits[c&15])
		} else {
			dst = appendEscaped(dst, r, quote, ascii, graphic)
		}
		i += size
	}
	return append(dst, quote)
}

const digits = "0123456789abcdef"

func decode(s string) (rune, int) {
	first := true
	var r rune
	for i, c := range s {
		if !first {
			return r, i
		}
		r, first = c, false
	}
	return r, len(s)
}

func appendEscaped(dst []byte, r rune, quote byte, ascii, graphic bool) []byte {
	if r == rune(quote) || r == '\\' {
		return append(dst, '\\', byte(r))
	}
	if ascii {
		if r < 0x80 && IsPrint(r) {
			return append(dst, byte(r))
		}
	} else if IsPrint(r) || graphic && IsGraphic(r) {
		return append(dst, string(r)...)
	}
	switch r {
	case '\a':
		return append(dst, `\a`...)
	case '\b':
		return append(dst, `\b`...)
	case '\f':
		return append(dst, `\f`...)
	case '\n':
		return append(dst, `\n`...)
	case '\r':
		return append(dst, `\r`...)
	case '\t':
		return append(dst, `\t`...)
	case '\v':
		return append(dst, `\v`...)
	}
	switch {
	case r < ' ' || r == 0x7f:
		return append(dst, '\\', 'x', digits[byte(r)>>4], digits[byte(r)&15])
	case r > 0x10FFFF || r >= 0xD800 && r < 0xE000:
		r = 0xFFFD
	}
	shift := 12
	if r < 0x10000 {
		dst = append(dst, `\u`...)
	} else {
		dst = append(dst, `\U`...)
		shift = 28
	}
	for ; shift >= 0; shift -= 4 {
		dst = append(dst, digits[r>>uint(shift)&15])
	}
	return dst
}

// IsPrint reports whether a rune prints as itself: letters, marks, numbers, punctuation, symbols and the ASCII space.
func IsPrint(r rune) bool {
	if r < 0x80 {
		return ' ' <= r && r < 0x7f
	}
	return isPrint(r)
}

func isPrint(r rune) bool

// IsGraphic also allows the spaces of Unicode.
func IsGraphic(r rune) bool {
	if IsPrint(r) {
		return true
	}
	switch r {
	case 0xA0, 0x1680, 0x2000, 0x2001, 0x2002, 0x2003, 0x2004, 0x2005, 0x2006, 0x2007, 0x2008, 0x2009, 0x200A, 0x202F, 0x205F, 0x3000:
		return true
	}
	return false
}

func Quote(s string) string          { return string(appendQuoted(nil, s, '"', false, false)) }
func QuoteToASCII(s string) string   { return string(appendQuoted(nil, s, '"', true, false)) }
func QuoteToGraphic(s string) string { return string(appendQuoted(nil, s, '"', false, true)) }
func AppendQuote(dst []byte, s string) []byte {
	return appendQuoted(dst, s, '"', false, false)
}
func AppendQuoteToASCII(dst []byte, s string) []byte {
	return appendQuoted(dst, s, '"', true, false)
}
func AppendQuoteToGraphic(dst []byte, s string) []byte {
	return appendQuoted(dst, s, '"', false, true)
}

func appendQuotedRune(dst []byte, r rune, ascii, graphic bool) []byte {
	if r < 0 || r > 0x10FFFF || r >= 0xD800 && r < 0xE000 {
		r = 0xFFFD
	}
	dst = append(dst, '\'')
	dst = appendEscaped(dst, r, '\'', ascii, graphic)
	return append(dst, '\'')
}

func QuoteRune(r rune) string          { return string(appendQuotedRune(nil, r, false, false)) }
func QuoteRuneToASCII(r rune) string   { return string(appendQuotedRune(nil, r, true, false)) }
func QuoteRuneToGraphic(r rune) string { return string(appendQuotedRune(nil, r, false, true)) }
func AppendQuoteRune(dst []byte, r rune) []byte {
	return appendQuotedRune(dst, r, false, false)
}
func AppendQuoteRuneToASCII(dst []byte, r rune) []byte {
	return appendQuotedRune(dst, r, true, false)
}

// CanBackquote reports whether s can stand between backquotes, on one line and unchanged.
func AppendQuoteRuneToGraphic(dst []byte, r rune) []byte {
	return appendQuotedRune(dst, r, false, true)
}
func CanBackquote(s string) bool {
	for i := 0; i < len(s); {
		r, size := decode(s[i:])
		i += size
		if size > 1 {
			if r == 0xFEFF {
				return false
			}
			continue
		}
		if r == 0xFFFD || r < ' ' && r != '\t' || r == '`' || r == 0x7f {
			return false
		}
	}
	return true
}

func unhex(c byte) (rune, bool) {
	switch {
	case '0' <= c && c <= '9':
		return rune(c - '0'), true
	case 'a' <= c && c <= 'f':
		return rune(c-'a') + 10, true
	case 'A' <= c && c <= 'F':
		return rune(c-'A') + 10, true
	}
	return 0, false
}

// UnquoteChar decodes the first character or byte of a quoted string.
func UnquoteChar(s string, quote byte) (value rune, multibyte bool, tail string, err error) {
	if s == "" {
		return 0, false, "", ErrSyntax
	}
	c := s[0]
	switch {
	case c == quote && (quote == '\'' || quote == '"'):
		return 0, false, "", ErrSyntax
	case c >= 0x80:
		r, size := decode(s)
		return r, true, s[size:], nil
	case c != '\\':
		return rune(c), false, s[1:], nil
	}
	if len(s) <= 1 {
		return 0, false, "", ErrSyntax
	}
	c = s[1]
	s = s[2:]
	switch c {
	case 'a':
		value = '\a'
	case 'b':
		value = '\b'
	case 'f':
		value = '\f'
	case 'n':
		value = '\n'
	case 'r':
		value = '\r'
	case 't':
		value = '\t'
	case 'v':
		value = '\v'
	case 'x', 'u', 'U':
		n := 2
		if c == 'u' {
			n = 4
		} else if c == 'U' {
			n = 8
		}
		if len(s) < n {
			return 0, false, "", ErrSyntax
		}
		for i := 0; i < n; i++ {
			d, ok := unhex(s[i])
			if !ok {
				return 0, false, "", ErrSyntax
			}
			value = value<<4 | d
		}
		s = s[n:]
		if c == 'x' {
			return value, false, s, nil
		}
		if value < 0 || value > 0x10FFFF || value >= 0xD800 && value < 0xE000 {
			return 0, false, "", ErrSyntax
		}
		multibyte = true
	case '0', '1', '2', '3', '4', '5', '6', '7':
		value = rune(c) - '0'
		if len(s) < 2 {
			return 0, false, "", ErrSyntax
		}
		for i := 0; i < 2; i++ {
			d := rune(s[i]) - '0'
			if d < 0 || d > 7 {
				return 0, false, "", ErrSyntax
			}
			value = value<<3 | d
		}
		s = s[2:]
		if value > 255 {
			return 0, false, "", ErrSyntax
		}
	case '\\':
		value = '\\'
	case '\'', '"':
		if c != quote {
			return 0, false, "", ErrSyntax
		}
		value = rune(c)
	default:
		return 0, false, "", ErrSyntax
	}
	return value, multibyte, s, nil
}

// unquote reads the quoted string at the start of in; it returns its value and what follows.
func unquote(in string) (out, rest string, err error) {
	if len(in) < 2 {
		return "", in, ErrSyntax
	}
	quote := in[0]
	if quote == '`' {
		for i := 1; i < len(in); i++ {
			if in[i] == '`' {
				var b []byte
				for j := 1; j < i; j++ {
					if in[j] != '\r' {
						b = append(b, in[j])
					}
				}
				return string(b), in[i+1:], nil
			}
		}
		return "", in, ErrSyntax
	}
	if quote != '"' && quote != '\'' {
		return "", in, ErrSyntax
	}
	s := in[1:]
	var b []byte
	for n := 0; len(s) > 0 && s[0] != quote; n++ {
		if s[0] == '\n' || quote == '\'' && n > 0 {
			return "", in, ErrSyntax
		}
		r, multibyte, tail, err := UnquoteChar(s, quote)
		if err != nil {
			return "", in, err
		}
		if r < 0x80 || !multibyte {
			b = append(b, byte(r))
		} else {
			b = append(b, string(r)...)
		}
		s = tail
	}
	if len(s) == 0 {
		return "", in, ErrSyntax
	}
	return string(b), s[1:], nil
}

// Unquote returns the string that the Go literal s stands for.
func Unquote(s string) (string, error) {
	out, rest, err := unquote(s)
	if err != nil || rest != "" {
		return "", ErrSyntax
	}
	return out, nil
}

// QuotedPrefix returns the quoted string at the start of s.
func QuotedPrefix(s string) (string, error) {
	_, rest, err := unquote(s)
	if err != nil {
		return "", ErrSyntax
	}
	return s[:len(s)-len(rest)], nil
}

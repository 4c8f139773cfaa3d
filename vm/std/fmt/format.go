package fmt

import (
	"internal/rt"
	"strconv"
)

func runeCount(s string) int {
	n := 0
	for range s {
		n++
	}
	return n
}

// pad appends s with spaces or zeros up to the width.
func (p *printer) padString(s string) {
	fill := 0
	if p.hasWid {
		fill = p.wid - runeCount(s)
	}
	if fill <= 0 {
		p.buf = append(p.buf, s...)
		return
	}
	if p.minus {
		p.buf = append(p.buf, s...)
		p.fill(fill, ' ')
		return
	}
	if p.zero {
		p.fill(fill, '0')
	} else {
		p.fill(fill, ' ')
	}
	p.buf = append(p.buf, s...)
}

func (p *printer) fill(n int, c byte) {
	for ; n > 0; n-- {
		p.buf = append(p.buf, c)
	}
}

func (p *printer) formatBool(v bool, verb rune) {
	switch verb {
	case 't', 'v':
		if v {
			p.padString("true")
		} else {
			p.padString("false")
		}
	default:
		p.badVerb(verb)
	}
}

const (
	lowerDigits = "0123456789abcdefx"
	upperDigits = "0123456789ABCDEFX"
)

// formatDigits formats an integer in a base, with all flags.
func (p *printer) formatDigits(u uint64, base uint64, signed bool, verb rune, digits string) {
	negative := signed && int64(u) < 0
	if negative {
		u = -u
	}
	prec := 0
	if p.hasPrec {
		prec = p.prec
		if prec == 0 && u == 0 {
			zero := p.zero
			p.zero = false
			p.fillWidth()
			p.zero = zero
			return
		}
	} else if p.zero && !p.minus && p.hasWid {
		prec = p.wid
		if negative || p.plus || p.space {
			prec--
		}
	}
	var rev []byte
	for u >= base {
		rev = append(rev, digits[u%base])
		u /= base
	}
	rev = append(rev, digits[u])
	for len(rev) < prec {
		rev = append(rev, '0')
	}
	if p.sharp {
		switch base {
		case 2:
			rev = append(rev, 'b', '0')
		case 8:
			if rev[len(rev)-1] != '0' {
				rev = append(rev, '0')
			}
		case 16:
			rev = append(rev, digits[16], '0')
		}
	}
	if verb == 'O' {
		rev = append(rev, 'o', '0')
	}
	switch {
	case negative:
		rev = append(rev, '-')
	case p.plus:
		rev = append(rev, '+')
	case p.space:
		rev = append(rev, ' ')
	}
	for i, j := 0, len(rev)-1; i < j; i, j = i+1, j-1 {
		rev[i], rev[j] = rev[j], rev[i]
	}
	zero := p.zero
	p.zero = false
	p.padString(string(rev))
	p.zero = zero
}

func (p *printer) fillWidth() {
	if p.hasWid {
		p.fill(p.wid, ' ')
	}
}

func (p *printer) formatInteger(u uint64, signed bool, verb rune) {
	switch verb {
	case 'v':
		if p.sharpV && !signed {
			sharp := p.sharp
			p.sharp = true
			p.formatDigits(u, 16, false, verb, lowerDigits)
			p.sharp = sharp
		} else {
			p.formatDigits(u, 10, signed, verb, lowerDigits)
		}
	case 'd':
		p.formatDigits(u, 10, signed, verb, lowerDigits)
	case 'b':
		p.formatDigits(u, 2, signed, verb, lowerDigits)
	case 'o', 'O':
		p.formatDigits(u, 8, signed, verb, lowerDigits)
	case 'x':
		p.formatDigits(u, 16, signed, verb, lowerDigits)
	case 'X':
		p.formatDigits(u, 16, signed, verb, upperDigits)
	case 'c':
		p.padString(string(toRune(u)))
	case 'q':
		if p.plus {
			p.padString(strconv.QuoteRuneToASCII(toRune(u)))
		} else {
			p.padString(strconv.QuoteRune(toRune(u)))
		}
	case 'U':
		p.formatUnicode(u)
	default:
		p.badVerb(verb)
	}
}

func toRune(u uint64) rune {
	if u > 0x10FFFF {
		return 0xFFFD
	}
	return rune(u)
}

func (p *printer) formatUnicode(u uint64) {
	s := strconv.FormatUint(u, 16)
	b := []byte("U+")
	prec := 4
	if p.hasPrec && p.prec > 4 {
		prec = p.prec
	}
	for i := len(s); i < prec; i++ {
		b = append(b, '0')
	}
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c >= 'a' {
			c -= 'a' - 'A'
		}
		b = append(b, c)
	}
	if p.sharp && u <= 0x10FFFF && strconv.IsPrint(rune(u)) {
		b = append(b, " '"...)
		b = append(b, string(rune(u))...)
		b = append(b, '\'')
	}
	zero := p.zero
	p.zero = false
	p.padString(string(b))
	p.zero = zero
}

func (p *printer) formatFloat(v float64, bits int, verb rune) {
	switch verb {
	case 'v':
		if p.hasPrec {
			p.float(v, bits, 'g', p.prec)
		} else {
			p.float(v, bits, 'g', -1)
		}
	case 'b', 'g', 'G', 'x', 'X':
		if p.hasPrec {
			p.float(v, bits, byte(verb), p.prec)
		} else {
			p.float(v, bits, byte(verb), -1)
		}
	case 'f', 'e', 'E', 'F':
		prec := 6
		if p.hasPrec {
			prec = p.prec
		}
		if verb == 'F' {
			verb = 'f'
		}
		p.float(v, bits, byte(verb), prec)
	default:
		p.badVerb(verb)
	}
}

// float appends one floating-point number.
func (p *printer) float(v float64, bits int, format byte, prec int) {
	num := strconv.AppendFloat(nil, v, format, prec, bits)
	if num[0] != '-' && num[0] != '+' {
		num = append([]byte{'+'}, num...)
	}
	if p.space && num[0] == '+' && !p.plus {
		num[0] = ' '
	}
	if num[1] == 'I' || num[1] == 'N' {
		zero := p.zero
		p.zero = false
		if num[1] == 'N' && !p.space && !p.plus {
			num = num[1:]
		}
		p.padString(string(num))
		p.zero = zero
		return
	}
	if p.sharp && format != 'b' {
		num = sharpFloat(num, format, prec)
	}
	if p.plus || num[0] != '+' {
		if p.zero && !p.minus && p.hasWid && p.wid > len(num) {
			p.buf = append(p.buf, num[0])
			p.fill(p.wid-len(num), '0')
			p.buf = append(p.buf, num[1:]...)
			return
		}
		p.padString(string(num))
		return
	}
	p.padString(string(num[1:]))
}

// sharpFloat keeps the decimal point and trailing zeros, for the flag #.
func sharpFloat(num []byte, format byte, prec int) []byte {
	digits := 0 // that are still wanted; all characters count from the first on that is not 0
	switch format {
	case 'g', 'G', 'x':
		digits = prec
		if digits < 0 {
			digits = 6
		}
	}
	var tail []byte
	hasPoint, nonzero := false, false
	out := num[:1:1]
	for i := 1; i < len(num); i++ {
		c := num[i]
		if c == '.' {
			hasPoint = true
		} else if (c == 'e' || c == 'E') && format != 'x' && format != 'X' || c == 'p' || c == 'P' {
			tail = append([]byte(nil), num[i:]...)
			break
		} else {
			if c != '0' {
				nonzero = true
			}
			if nonzero {
				digits--
			}
		}
		out = append(out, c)
	}
	if !hasPoint {
		if len(out) == 2 && out[1] == '0' {
			digits--
		}
		out = append(out, '.')
	}
	for ; digits > 0; digits-- {
		out = append(out, '0')
	}
	return append(out, tail...)
}

func (p *printer) formatComplex(v complex128, size int, verb rune) {
	switch verb {
	case 'v', 'b', 'g', 'G', 'x', 'X', 'f', 'F', 'e', 'E':
		plus := p.plus
		p.buf = append(p.buf, '(')
		p.formatFloat(real(v), size/2, verb)
		p.plus = true
		p.formatFloat(imag(v), size/2, verb)
		p.buf = append(p.buf, "i)"...)
		p.plus = plus
	default:
		p.badVerb(verb)
	}
}

// cut shortens a string to the precision, in runes.
func (p *printer) cut(s string) string {
	if p.hasPrec {
		n := p.prec
		for i := range s {
			n--
			if n < 0 {
				return s[:i]
			}
		}
	}
	return s
}

func (p *printer) formatPlain(s string) { p.padString(p.cut(s)) }

func (p *printer) formatString(s string, verb rune) {
	switch verb {
	case 'v':
		if p.sharpV {
			p.quote(s)
		} else {
			p.padString(p.cut(s))
		}
	case 's':
		p.padString(p.cut(s))
	case 'x':
		p.hex(s, lowerDigits)
	case 'X':
		p.hex(s, upperDigits)
	case 'q':
		p.quote(s)
	default:
		p.badVerb(verb)
	}
}

func (p *printer) quote(s string) {
	s = p.cut(s)
	switch {
	case p.sharp && strconv.CanBackquote(s):
		p.padString("`" + s + "`")
	case p.plus:
		p.padString(strconv.QuoteToASCII(s))
	default:
		p.padString(strconv.Quote(s))
	}
}

// hex formats the bytes of s.
func (p *printer) hex(s string, digits string) {
	n := len(s)
	if p.hasPrec && p.prec < n {
		n = p.prec
	}
	var b []byte
	for i := 0; i < n; i++ {
		if p.space && i > 0 {
			b = append(b, ' ')
		}
		if p.sharp && (p.space || i == 0) {
			b = append(b, '0', digits[16])
		}
		b = append(b, digits[s[i]>>4], digits[s[i]&15])
	}
	zero := p.zero
	p.zero = zero && !p.minus
	p.padString(string(b))
	p.zero = zero
}

func (p *printer) formatBytes(b []byte, verb rune, typ string) {
	switch verb {
	case 'v', 'd':
		if p.sharpV {
			p.text(typ)
			if b == nil {
				p.text("(nil)")
				return
			}
			p.text("{")
			for i, c := range b {
				if i > 0 {
					p.text(", ")
				}
				p.prefixed(uint64(c), true)
			}
			p.text("}")
			return
		}
		p.text("[")
		for i, c := range b {
			if i > 0 {
				p.text(" ")
			}
			p.formatDigits(uint64(c), 10, false, verb, lowerDigits)
		}
		p.text("]")
	case 's':
		p.padString(p.cut(string(b)))
	case 'x':
		p.hex(string(b), lowerDigits)
	case 'X':
		p.hex(string(b), upperDigits)
	case 'q':
		p.quote(string(b))
	default:
		p.printValue(rt.ValueOf(b), verb, 0)
	}
}

func (p *printer) formatPointer(v rt.Value, verb rune) {
	switch v.Kind() {
	case rt.Chan, rt.Func, rt.Map, rt.Pointer, rt.Slice, rt.UnsafePointer:
	default:
		p.badVerb(verb)
		return
	}
	u := uint64(v.Pointer())
	switch verb {
	case 'v':
		if p.sharpV {
			p.text("(")
			p.text(v.TypeString())
			p.text(")(")
			if u == 0 {
				p.text("nil")
			} else {
				p.prefixed(u, true)
			}
			p.text(")")
		} else if u == 0 {
			p.padString("<nil>")
		} else {
			p.prefixed(u, !p.sharp)
		}
	case 'p':
		p.prefixed(u, !p.sharp)
	case 'b', 'o', 'd', 'x', 'X':
		p.formatInteger(u, false, verb)
	default:
		p.badVerb(verb)
	}
}

// prefixed formats a number in base 16, with or without 0x.
func (p *printer) prefixed(u uint64, prefix bool) {
	sharp := p.sharp
	p.sharp = prefix
	p.formatDigits(u, 16, false, 'v', lowerDigits)
	p.sharp = sharp
}

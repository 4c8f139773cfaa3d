package path

import "unicode/utf8"

// Match reports whether name matches a shell pattern: * any text without slash, ? a character that is no slash, [a-z] and [^a-z] a set, \ makes the next literal.
func Match(pattern, name string) (matched bool, err error) {
	if err := check(pattern); err != nil {
		return false, err
	}
	return match(pattern, name), nil
}

// check finds malformed patterns.
func check(p string) error {
	for p != "" {
		switch p[0] {
		case '[':
			_, rest, ok := set(p[1:], 0)
			if !ok {
				return ErrBadPattern
			}
			p = rest
		case '\\':
			if len(p) < 2 {
				return ErrBadPattern
			}
			p = p[2:]
		default:
			p = p[1:]
		}
	}
	return nil
}

// member reads a character of a set, which may be escaped.
func member(p string) (r rune, rest string, ok bool) {
	if p == "" || p[0] == '-' || p[0] == ']' {
		return 0, p, false
	}
	if p[0] == '\\' {
		p = p[1:]
		if p == "" {
			return 0, p, false
		}
	}
	r, n := utf8.DecodeRuneInString(p)
	if r == utf8.RuneError && n == 1 {
		return 0, p, false
	}
	return r, p[n:], len(p) > n
}

// set reads a set behind its bracket and tells whether r is in it.
func set(p string, r rune) (in bool, rest string, ok bool) {
	negated := false
	if p != "" && p[0] == '^' {
		negated = true
		p = p[1:]
	}
	for count := 0; ; count++ {
		if count > 0 && p != "" && p[0] == ']' {
			return in != negated, p[1:], true
		}
		var low rune
		if low, p, ok = member(p); !ok {
			return false, p, false
		}
		high := low
		if p[0] == '-' {
			if high, p, ok = member(p[1:]); !ok {
				return false, p, false
			}
		}
		if low <= r && r <= high {
			in = true
		}
	}
}

// match goes on behind the last * when the text does not fit: an earlier one needs not take more, as a later one can.
func match(p, name string) bool {
	starP, starName, star := "", "", false
	for {
		if p != "" && p[0] == '*' {
			p = p[1:]
			starP, starName, star = p, name, true
			continue
		}
		if p == "" && name == "" {
			return true
		}
		if p != "" && name != "" {
			if restP, restName, ok := one(p, name); ok {
				p, name = restP, restName
				continue
			}
		}
		if !star || starName == "" || starName[0] == '/' {
			return false
		}
		starName = starName[1:]
		p, name = starP, starName
	}
}

// one matches one character.
func one(p, name string) (restP, restName string, ok bool) {
	r, n := utf8.DecodeRuneInString(name)
	switch p[0] {
	case '?':
		return p[1:], name[n:], r != '/'
	case '[':
		in, rest, _ := set(p[1:], r)
		return rest, name[n:], in
	case '\\':
		p = p[1:]
	}
	return p[1:], name[1:], p[0] == name[0]
}

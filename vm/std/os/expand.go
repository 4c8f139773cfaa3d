package os

// Expand replaces ${var} and $var in s by what mapping gives.
func Expand(s string, mapping func(string) string) string {
	var b []byte
	i := 0
	for j := 0; j < len(s); j++ {
		if s[j] != '$' || j+1 >= len(s) {
			continue
		}
		if b == nil {
			b = make([]byte, 0, 2*len(s)) // not nil from here on
		}
		b = append(b, s[i:j]...)
		name, w := shellName(s[j+1:])
		if name == "" && w > 0 {
			// Bad syntax: the characters are eaten.
		} else if name == "" {
			b = append(b, s[j])
		} else {
			b = append(b, mapping(name)...)
		}
		j += w
		i = j + 1
	}
	if b == nil {
		return s
	}
	return string(b) + s[i:]
}

func ExpandEnv(s string) string { return Expand(s, Getenv) }

func isSpecial(c byte) bool {
	switch c {
	case '*', '#', '$', '@', '!', '?', '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9':
		return true
	}
	return false
}

func isNameByte(c byte) bool {
	return c == '_' || '0' <= c && c <= '9' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z'
}

func shellName(s string) (string, int) {
	if s[0] == '{' {
		if len(s) > 2 && isSpecial(s[1]) && s[2] == '}' {
			return s[1:2], 3
		}
		for i := 1; i < len(s); i++ {
			if s[i] == '}' {
				if i == 1 {
					return "", 2
				}
				return s[1:i], i + 1
			}
		}
		return "", 1
	}
	if isSpecial(s[0]) {
		return s[:1], 1
	}
	i := 0
	for i < len(s) && isNameByte(s[i]) {
		i++
	}
	return s[:i], i
}

// Package version compares versions of Go: "go1.20", "go1.21.0", "go1.22rc2", "go1.23.4-custom".
package version

import (
	"cmp"
	"strings"
)

// parts of a version: "go" major "." minor "." patch, or kind and number of a release before the first.
type parts struct {
	major, minor, patch string // decimal numbers, "" if absent
	kind, pre           string // "rc", "beta", "alpha" or ""; its number
}

// number parts the decimal number at the start of a text; ok is false if there is none or it begins with a 0.
func number(s string) (n, rest string, ok bool) {
	i := 0
	for i < len(s) && '0' <= s[i] && s[i] <= '9' {
		i++
	}
	return s[:i], s[i:], i > 0 && (i == 1 || s[0] != '0')
}

// parse returns the parts of a version; ok is false if it is none.
func parse(x string) (p parts, ok bool) {
	x, ok = strings.CutPrefix(x, "go")
	if !ok {
		return p, false
	}
	x, _, _ = strings.Cut(x, "-")
	if p.major, x, ok = number(x); !ok {
		return p, false
	}
	if x == "" {
		p.minor, p.patch = "0", "0"
		return p, true
	}
	if x[0] != '.' {
		return p, false
	}
	if p.minor, x, ok = number(x[1:]); !ok {
		return p, false
	}
	if x == "" {
		// Up to Go 1.20 the first release of a language version bears its name; later that is before all releases.
		if compareNumbers(p.major, "1") == 0 && compareNumbers(p.minor, "21") < 0 {
			p.patch = "0"
		}
		return p, true
	}
	if x[0] == '.' {
		p.patch, x, ok = number(x[1:])
		return p, ok && x == ""
	}
	p.kind = strings.TrimRight(x, "0123456789")
	if p.kind == "" || strings.Trim(p.kind, "abcdefghijklmnopqrstuvwxyz") != "" {
		return p, false
	}
	if x = x[len(p.kind):]; x == "" {
		return p, true
	}
	p.pre, x, ok = number(x)
	return p, ok && x == ""
}

// compareNumbers compares decimal numbers; the absent one is the least.
func compareNumbers(x, y string) int {
	return cmp.Or(cmp.Compare(len(x), len(y)), cmp.Compare(x, y))
}

// IsValid reports whether x is a version.
func IsValid(x string) bool {
	_, ok := parse(x)
	return ok
}

// Lang returns the version of the language, "go1.21" of "go1.21rc2"; "" if x is no version.
func Lang(x string) string {
	p, ok := parse(x)
	if !ok {
		return ""
	}
	if p.major == "1" && p.minor == "0" {
		return "go1"
	}
	return "go" + p.major + "." + p.minor
}

// Compare returns -1, 0 or +1 as x comes before y, is the same or comes after it. What is no version comes first.
func Compare(x, y string) int {
	a, aIs := parse(x)
	b, bIs := parse(y)
	if !aIs || !bIs {
		switch {
		case aIs:
			return +1
		case bIs:
			return -1
		}
		return 0
	}
	return cmp.Or(
		compareNumbers(a.major, b.major),
		compareNumbers(a.minor, b.minor),
		compareNumbers(a.patch, b.patch),
		cmp.Compare(a.kind, b.kind),
		compareNumbers(a.pre, b.pre),
	)
}

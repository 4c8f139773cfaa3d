//go:build go1.22

package constraint

import (
	"strconv"
	"strings"
)

// GoVersion returns the oldest version of Go that an expression allows, "" if it asks for none. Other tags, and negated
// ones, are taken as free to be true.
func GoVersion(x Expr) string {
	switch minor := leastMinor(x, true); {
	case minor < 0:
		return ""
	case minor == 0:
		return "go1"
	default:
		return "go1." + strconv.Itoa(minor)
	}
}

// leastMinor returns N of the oldest Go 1.N with which x can have the value, -1 if none is asked for.
func leastMinor(x Expr, value bool) int {
	switch x := x.(type) {
	case *NotExpr:
		return leastMinor(x.X, !value)
	case *AndExpr:
		if value {
			return max(leastMinor(x.X, value), leastMinor(x.Y, value))
		}
		return min(leastMinor(x.X, value), leastMinor(x.Y, value))
	case *OrExpr:
		if value {
			return min(leastMinor(x.X, value), leastMinor(x.Y, value))
		}
		return max(leastMinor(x.X, value), leastMinor(x.Y, value))
	case *TagExpr:
		if !value {
			return -1
		}
		if x.Tag == "go1" {
			return 0
		}
		if number, ok := strings.CutPrefix(x.Tag, "go1."); ok {
			if minor, err := strconv.Atoi(number); err == nil {
				return minor
			}
		}
	}
	return -1
}

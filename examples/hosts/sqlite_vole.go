// Functions that SQL queries call: see sqlite_vole.c.
package main

import (
	"errors"
	"fmt"
	"strings"
	"unicode"
)

// Title begins each word with a capital letter.
func Title(s string) string {
	words := strings.Fields(s)
	for i, w := range words {
		runes := []rune(w)
		runes[0] = unicode.ToUpper(runes[0])
		words[i] = string(runes)
	}
	return strings.Join(words, " ")
}

// Divide fails for 0, and so does the query.
func Divide(a, b float64) (float64, error) {
	if b == 0 {
		return 0, errors.New("division by zero")
	}
	return a / b, nil
}

func Even(n int) bool { return n%2 == 0 }

func Reverse(b []byte) []byte {
	r := make([]byte, len(b))
	for i, x := range b {
		r[len(b)-1-i] = x
	}
	return r
}

// Factor is a row of Factors.
type Factor struct {
	Prime, Power int
	Text         string
}

// Factors is a table: the prime factors of n.
func Factors(n int) ([]Factor, error) {
	if n < 1 {
		return nil, fmt.Errorf("%d has no factors", n)
	}
	var rows []Factor
	for p := 2; n > 1; p++ {
		f := Factor{Prime: p}
		for ; n%p == 0; n /= p {
			f.Power++
		}
		if f.Power > 0 {
			f.Text = fmt.Sprintf("%d^%d", f.Prime, f.Power)
			rows = append(rows, f)
		}
	}
	return rows, nil
}

// Crash shows that a panic is an error of the query.
func Crash(n int) int { return []int{1, 2, 3}[n] }

// Ignored is none of SQL's: it takes a map.
func Ignored(m map[string]int) int { return len(m) }

func main() {}

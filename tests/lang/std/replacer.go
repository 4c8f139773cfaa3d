// A Replacer against a search through all pairs at each place; pairs that begin alike, are doubled or empty.
package main

import (
	"fmt"
	"math/rand"
	"strings"
)

// slow is what Replacer does, pair by pair.
func slow(s string, pairs []string) string {
	var b strings.Builder
	wasEmpty := false
	for i := 0; i <= len(s); {
		found := -1
		for p := 0; p < len(pairs); p += 2 {
			if strings.HasPrefix(s[i:], pairs[p]) && !(wasEmpty && pairs[p] == "") {
				found = p
				break
			}
		}
		wasEmpty = found >= 0 && pairs[found] == ""
		if found < 0 {
			if i < len(s) {
				b.WriteByte(s[i])
			}
			i++
			continue
		}
		b.WriteString(pairs[found+1])
		i += len(pairs[found])
	}
	return b.String()
}

func word(r *rand.Rand, most int, letters string) string {
	b := make([]byte, r.Intn(most+1))
	for i := range b {
		b[i] = letters[r.Intn(len(letters))]
	}
	return string(b)
}

func main() {
	r := rand.New(rand.NewSource(1))
	for _, letters := range []string{"a", "ab", "abc\x00\xff", "zyxwvutsrqponmlkjihgfedcba"} {
		wrong, sum := 0, 0
		for try := 0; try < 300; try++ {
			var pairs []string
			for n := r.Intn(1 + try%40); n >= 0; n-- {
				pairs = append(pairs, word(r, 1+try%6, letters), "<"+word(r, 2, "01")+">")
			}
			replacer := strings.NewReplacer(pairs...)
			for i := 0; i < 10; i++ {
				s := word(r, 40, letters)
				got := replacer.Replace(s)
				if got != slow(s, pairs) {
					wrong++
				}
				sum += len(got)
			}
		}
		fmt.Printf("%q: %d wrong, %d bytes\n", letters, wrong, sum)
	}
	var none strings.Replacer
	fmt.Printf("%q %q %q\n", none.Replace("a"), strings.NewReplacer().Replace("b"), strings.NewReplacer("", "-").Replace("日b"))
	var b strings.Builder
	fmt.Println(strings.NewReplacer("aaa", "3", "aa", "2", "a", "1", "i", "i").WriteString(&b, "aaaa aa i"))
	fmt.Println(b.String())
	func() {
		defer func() { fmt.Println(recover()) }()
		strings.NewReplacer("a")
	}()
}

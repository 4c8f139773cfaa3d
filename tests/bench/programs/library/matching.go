// Three expressions over a text of 10 MB.
package main

import (
	"fmt"
	"regexp"
	"strings"
)

func main() {
	var text strings.Builder
	for i := 0; text.Len() < 10<<20; i++ {
		fmt.Fprintf(&text, "line %d: user%d@host%d.example.org wrote 2026-%02d-%02d some words of text\n", i, i%977, i%13, i%12+1, i%28+1)
	}
	s := text.String()
	for _, pattern := range []string{`[a-z0-9]+@[a-z0-9.]+`, `([0-9]{4})-([0-9]{2})-([0-9]{2})`, `wrote|written`} {
		count, size := 0, 0
		for _, at := range regexp.MustCompile(pattern).FindAllStringIndex(s, -1) {
			count++
			size += at[1] - at[0]
		}
		fmt.Println(count, size)
	}
}

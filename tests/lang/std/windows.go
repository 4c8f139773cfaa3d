// Searches in long texts: what is looked for lies around every place where a search that takes a piece at a time
// may begin another.
package main

import (
	"bytes"
	"fmt"
	"strings"
)

const size = 1 << 20

func main() {
	text := bytes.Repeat([]byte{'-'}, size)
	parts := []string{"x", "ab", "abc", "the part", strings.Repeat("part", 60), strings.Repeat("long ", 1000)}
	wrong := 0
	check := func(label string, part string, at, got, want int) {
		if got != want {
			wrong++
			fmt.Println(label, len(part), "at", at, "is", got)
		}
	}
	for _, part := range parts {
		for power := 8; power <= 20; power++ {
			for _, multiple := range []int{1, 3} {
				for _, distance := range []int{-len(part) - 1, -len(part), -len(part) + 1, -len(part) / 2, -2, -1, 0, 1} {
					at := multiple<<power + distance
					if at < 0 || at+len(part) > size || (len(part) > 300 && power < 14) {
						continue
					}
					old := string(text[at : at+len(part)])
					copy(text[at:], part)
					// Only as much of the text as the search has to look at.
					from, to := max(0, at-3<<17), min(size, at+len(part)+1000)
					window := text[from:to]
					whole := from == 0 && to-from < 1<<19
					s := string(window)
					check("strings.Index", part, at, strings.Index(s, part), at-from)
					check("bytes.Index", part, at, bytes.Index(window, []byte(part)), at-from)
					if whole || power%4 == 0 {
						check("strings.LastIndex", part, at, strings.LastIndex(s, part), at-from)
						check("strings.Count", part, at, strings.Count(s, part), 1)
						before, after, ok := strings.Cut(s, part)
						check("strings.Cut", part, at, len(before)+len(after)+len(part), len(s))
						check("found", part, at, len(strings.Split(s, part)), 2)
						check("strings.Replace", part, at, len(strings.Replace(s, part, "", -1)), len(s)-len(part))
						if !ok {
							wrong++
						}
					}
					copy(text[at:], old)
				}
			}
		}
		check("none", part, 0, strings.Index(string(text), part), -1)
	}
	fmt.Println("wrong:", wrong)
}

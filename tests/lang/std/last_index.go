// LastIndex of parts that nearly fit everywhere.
package main

import (
	"bytes"
	"fmt"
	"math/rand"
	"strings"
)

func slow(s, part string) int {
	for i := len(s) - len(part); i >= 0; i-- {
		if s[i:i+len(part)] == part {
			return i
		}
	}
	return -1
}

func main() {
	r := rand.New(rand.NewSource(1))
	wrong, sum := 0, 0
	for try := 0; try < 3000; try++ {
		s, part := strings.Repeat("a", r.Intn(9000)), strings.Repeat("a", r.Intn(300))
		if r.Intn(2) == 0 {
			i := r.Intn(len(s) + 1)
			s = s[:i] + "b" + s[i:]
		}
		if r.Intn(3) > 0 {
			i := r.Intn(len(part) + 1)
			part = part[:i] + "b" + part[i:]
		}
		got := strings.LastIndex(s, part)
		sum += got
		if got != slow(s, part) || got != bytes.LastIndex([]byte(s), []byte(part)) {
			wrong++
		}
	}
	fmt.Println(wrong, sum)
	for _, part := range []string{"", "a", "b", "aa", "ab", "aba", "abab", "ababx", "xababab"} {
		fmt.Print(strings.LastIndex("ababab", part), " ")
	}
	fmt.Println()
	long := strings.Repeat("a", 300000)
	fmt.Println(strings.LastIndex(long+"b", long), strings.LastIndex(long, long[1:]+"b"), strings.LastIndex("b"+long, "b"+long), strings.LastIndex("xb"+long+"c", "b"+long))
}

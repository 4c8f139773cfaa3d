// Packages unicode and unicode/utf8: classes, cases, decoding with errors, encoding.
package main

import (
	"fmt"
	"unicode"
	"unicode/utf8"
)

func main() {
	for _, r := range "aZ5 é世_!\tßΩ²" {
		fmt.Printf("%c L%t U%t l%t D%t S%t P%t N%t p%t %c%c\n", r, unicode.IsLetter(r), unicode.IsUpper(r), unicode.IsLower(r),
			unicode.IsDigit(r), unicode.IsSpace(r), unicode.IsPunct(r), unicode.IsNumber(r), unicode.IsPrint(r), unicode.ToUpper(r), unicode.ToLower(r))
	}
	s := "h\xffé世🙂"
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		fmt.Print(r, "/", n, " ")
		i += n
	}
	r, n := utf8.DecodeLastRuneInString(s)
	fmt.Println(string(r), n, utf8.RuneCountInString(s), utf8.ValidString(s), utf8.Valid([]byte("ok")))
	buf := make([]byte, 4)
	n = utf8.EncodeRune(buf, '世')
	fmt.Println(buf[:n], utf8.RuneLen('é'), utf8.RuneLen(-1), utf8.FullRune(buf[:2]), string(utf8.AppendRune(nil, 0x1F642)), utf8.RuneError)
	fmt.Println(unicode.Is(unicode.Han, '世'), unicode.In('я', unicode.Cyrillic, unicode.Greek), unicode.MaxRune)
}

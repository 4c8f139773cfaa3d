// Strings as bytes and as runes: ranging, invalid UTF-8, conversions, slices, comparison.
package main

import "fmt"

func main() {
	s := "aé世\xff🙂\x00z"
	fmt.Println(len(s), len([]rune(s)), s == "aé世\xff🙂\x00z")
	for i, r := range s {
		fmt.Print(i, ":", r, " ")
	}
	fmt.Println()
	for i := range s {
		fmt.Print(i, " ")
	}
	fmt.Println()
	fmt.Printf("%q %+q %x % X %U\n", s, s, s, s, []rune(s))
	fmt.Println(s[1], s[1:3], s[3:6], string(s[0]), string(rune(19990)), string([]rune{0x10ffff + 1, 'x', -1}))
	b := []byte(s)
	b[0] = 'A'
	fmt.Println(s[:1], string(b[:3]), []byte("hé"), []rune("hé"), string([]byte{0xe4, 0xb8}))
	type letters []byte
	fmt.Println(string(letters("abc")), "abc" < "abd", "Z" < "a", "" < "a", "ab" > "a", "é" > "z")
	t := ""
	for _, c := range "reverse me" {
		t = string(c) + t
	}
	fmt.Println(t, len(t), t+"!"+s[:1])
	const raw = `no \n escape
two lines "quoted"`
	fmt.Println(raw, len(raw))
	fmt.Println("\a\b\f\v"[2], "\101\x42\u0043\U00000044")
	u := "x"
	u += "y"
	u += u
	fmt.Println(u, u[len(u)-1:], u[:0] == "", u[1:1])
	for range "ab" {
		fmt.Print(".")
	}
	fmt.Println()
}

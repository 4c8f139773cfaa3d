// Package regexp: matches, groups, classes of Unicode, replacement, errors.
package main

import (
	"fmt"
	"regexp"
	"strings"
)

func main() {
	re := regexp.MustCompile(`(?P<user>\w+)@(?P<host>\w+)\.com`)
	text := "bob@example.com, al@test.com"
	fmt.Println(re.FindAllStringSubmatch(text, -1), re.SubexpNames(), re.NumSubexp())
	fmt.Println(re.FindAllStringSubmatchIndex(text, -1), re.ReplaceAllString(text, "${host} at $user"))
	fmt.Println(re.ReplaceAllStringFunc(text, strings.ToUpper), re.Split("x a@b.com y", -1))
	for _, pattern := range []string{`(?i)\p{Greek}+`, `\p{Lu}\p{Ll}+`, `\pN+`, `[^\PL\p{Latin}]+`, `(?i)k+`, `a{2,3}?`, `^\s*$|z`, `(a|ab)(c|bcd)(d*)`} {
		re := regexp.MustCompile(pattern)
		fmt.Printf("%s %q\n", re, re.FindAllString("abc αβγ Δ ΩΩ Quick 12½ kKK aaaa abcd z", -1))
	}
	re.Longest()
	for _, pattern := range []string{"a(b", "a**", "[z-a]", `\p{Klingon}`, "x{1001}", "(?P<n>a)(?P<n>b)"} {
		_, err := regexp.Compile(pattern)
		fmt.Println(err)
	}
	fmt.Println(regexp.QuoteMeta("a.b*c"), regexp.MustCompile(`a.*?b`).FindReaderIndex(strings.NewReader("xxaccbb")))
}

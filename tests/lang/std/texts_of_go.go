// Packages of Go's own library that read and write texts.
package main

import (
	"encoding/csv"
	"encoding/hex"
	"fmt"
	"html"
	"log"
	"net/url"
	"os"
	"strings"
	"text/scanner"
	"text/tabwriter"
	"unicode/utf16"
)

func main() {
	records, err := csv.NewReader(strings.NewReader("a,b,\"c,d\"\n1,2,3\n")).ReadAll()
	fmt.Printf("%q %v\n", records, err)
	_, err = csv.NewReader(strings.NewReader("a,b\n\"x\n")).ReadAll()
	fmt.Println(err)
	w := csv.NewWriter(os.Stdout)
	w.Write([]string{"x y", "a\"b", "c,d", ""})
	w.Flush()
	fmt.Println(hex.EncodeToString([]byte("hello")), html.EscapeString("<a&b>"), html.UnescapeString("&lt;&eacute;&#65;&nosuch;"))
	fmt.Print(hex.Dump([]byte("hello gophers 123")))
	_, err = hex.DecodeString("abc")
	fmt.Println(err)
	u, err := url.Parse("https://user:pw@host.com:8080/a/b%20c?x=1&y=2&x=3#frag")
	fmt.Println(u.Host, u.Port(), u.Path, u.Query()["x"], u.Fragment, u.User, err, u, u.Query().Encode())
	fmt.Println(url.QueryEscape("a b&c"), url.PathEscape("a b/c"), u.JoinPath("../z"), u.ResolveReference(&url.URL{Path: "q"}))
	_, err = url.Parse("http://[::1")
	fmt.Println(err)
	var s scanner.Scanner
	s.Init(strings.NewReader("x := 3.5 + \"a\" // c\n'b' `raw`"))
	for t := s.Scan(); t != scanner.EOF; t = s.Scan() {
		fmt.Print(s.Position, ":", s.TokenText(), ":", scanner.TokenString(t), " ")
	}
	fmt.Println()
	for _, flags := range []uint{0, tabwriter.AlignRight | tabwriter.Debug, tabwriter.TabIndent} {
		t := tabwriter.NewWriter(os.Stdout, 5, 8, 1, '.', flags)
		fmt.Fprintln(t, "a\tbbb\tc")
		fmt.Fprintln(t, "aaaa\tb\tccccc")
		fmt.Fprintln(t, "\tä\t")
		t.Flush()
	}
	fmt.Println(utf16.Encode([]rune("a😀")), string(utf16.Decode([]uint16{0x61, 0xd83d, 0xde00, 0xd800})))
	logger := log.New(os.Stdout, "[p] ", log.Lmsgprefix|log.Lshortfile)
	logger.Printf("%d", 5)
	logger.SetFlags(0)
	logger.Println("plain", logger.Prefix())
}

// Every kind of malformed UTF-8, alone and between other text, through everything that decodes: unicode/utf8, range loops,
// conversions, strings, bytes, strconv, bufio, fmt. One line a text, a hash for each group of functions; with an argument all results.
package main

import (
	"bufio"
	"bytes"
	"fmt"
	"os"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"
)

var kinds = []struct{ name, text string }{
	{"nothing", ""}, {"ASCII", "aZ 9"}, {"two bytes", "éß"}, {"three bytes", "日\u2028"}, {"four bytes", "\U0001F600"}, {"largest", "\U0010FFFF"},
	{"replacement", "\uFFFD"}, {"noncharacter", "\uFFFF"}, {"zero", "\x00"},
	{"continuation", "\x80"}, {"continuations", "\x80\xbf\x80\xbf"}, {"lead of two", "\xc3"}, {"lead of three", "\xe6"}, {"lead of three cut", "\xe6\x97"},
	{"lead of four", "\xf0"}, {"lead of four cut", "\xf0\x9f"}, {"lead of four cut late", "\xf0\x9f\x98"}, {"lead and ASCII", "\xc3A"}, {"lead of three and ASCII", "\xe6\x97A"},
	{"lead of four and ASCII", "\xf0\x9f\x98A"}, {"two leads", "\xe6\xe6\x97\xa5"}, {"overlong NUL", "\xc0\x80"}, {"overlong two", "\xc1\xbf"}, {"overlong three", "\xe0\x80\xaf"},
	{"overlong three high", "\xe0\x9f\xbf"}, {"least of three", "\xe0\xa0\x80"}, {"overlong four", "\xf0\x80\x80\xaf"}, {"overlong four high", "\xf0\x8f\xbf\xbf"}, {"least of four", "\xf0\x90\x80\x80"},
	{"surrogate low", "\xed\xa0\x80"}, {"surrogate high", "\xed\xbf\xbf"}, {"before surrogates", "\xed\x9f\xbf"}, {"after surrogates", "\xee\x80\x80"}, {"pair of surrogates", "\xed\xa0\xbd\xed\xb8\x80"},
	{"beyond", "\xf4\x90\x80\x80"}, {"far beyond", "\xf5\x80\x80\x80"}, {"five bytes", "\xf8\x88\x80\x80\x80"}, {"six bytes", "\xfc\x84\x80\x80\x80\x80"}, {"FE", "\xfe"}, {"FF", "\xff\xff"},
	{"case", "ǅſKİıẞς"}, {"spaces", "\u00a0\u1680\u2003\u3000\x85"},
}

// What the functions of a group say, until section shows it.
var out strings.Builder

func section(label string) {
	if len(os.Args) > 1 {
		fmt.Print(out.String())
	}
	var h uint32
	for _, c := range []byte(out.String()) {
		h = (h ^ uint32(c)) * 0x01000193
	}
	fmt.Printf(" %s %08x", label, h)
	out.Reset()
}

func texts(f func(name, s string)) {
	for _, k := range kinds {
		f(k.name, k.text)
		f(k.name+" between", "a"+k.text+"é")
		f(k.name+" twice", k.text+" "+k.text)
	}
}

func odd(r rune) bool { return r == utf8.RuneError || r > 0x7f }

func main() {
	texts(func(name, s string) {
		fmt.Printf("%s %x:", name, s)
		b := []byte(s)
		r1, n1 := utf8.DecodeRuneInString(s)
		r2, n2 := utf8.DecodeLastRuneInString(s)
		r3, n3 := utf8.DecodeRune(b)
		r4, n4 := utf8.DecodeLastRune(b)
		fmt.Fprintln(&out, " utf8", r1, n1, r2, n2, r3, n3, r4, n4, utf8.RuneCountInString(s), utf8.RuneCount(b), utf8.ValidString(s), utf8.Valid(b), utf8.FullRune(b), utf8.FullRuneInString(s))
		for i := range s {
			fmt.Fprint(&out, " ", utf8.RuneStart(s[i]), utf8.FullRuneInString(s[i:]))
		}
		fmt.Fprintln(&out)
		for i, r := range s {
			fmt.Fprint(&out, " ", i, ":", r)
		}
		for i, r := range string(b) {
			fmt.Fprint(&out, " ", i, ":", r)
		}
		runes := []rune(s)
		fmt.Fprintf(&out, "\n %v %x %x\n", runes, string(runes), []byte(string([]rune(string(b)))))
		fmt.Fprintln(&out, " utf16", utf16.Encode(runes))
		section("decoding")
		stringFunctions(s)
		section("strings")
		byteFunctions(b)
		section("bytes")
		quoting(s)
		section("quoting")
		readers(s)
		section("readers")
		fmt.Println()
	})
	pairs()
	section("pairs")
	runes()
	section("runes")
	fmt.Println()
}

func stringFunctions(s string) {
	fmt.Fprintf(&out, " %q %q %q %q %q\n", strings.ToUpper(s), strings.ToLower(s), strings.ToTitle(s), strings.Title(s), strings.ToValidUTF8(s, "?"))
	fmt.Fprintf(&out, " %q %q %q\n", strings.Fields(s), strings.FieldsFunc(s, odd), strings.Split(s, ""))
	fmt.Fprintf(&out, " %q %q %q\n", strings.SplitN(s, "", 2), strings.SplitAfter(s, ""), strings.TrimSpace(s))
	fmt.Fprintf(&out, " %q %q %q\n", strings.TrimFunc(s, odd), strings.TrimLeftFunc(s, odd), strings.TrimRightFunc(s, odd))
	fmt.Fprintf(&out, " %q %q %q\n", strings.Trim(s, "a\uFFFD"), strings.TrimLeft(s, "\x80日"), strings.TrimRight(s, "é\xff"))
	fmt.Fprintln(&out, "", strings.IndexFunc(s, odd), strings.LastIndexFunc(s, odd), strings.IndexRune(s, utf8.RuneError), strings.IndexRune(s, 'é'), strings.IndexRune(s, 0xd800), strings.IndexRune(s, -1),
		strings.IndexAny(s, "\uFFFD日"), strings.IndexAny(s, "\x80"), strings.LastIndexAny(s, "\uFFFD日"), strings.LastIndexAny(s, "\xff"), strings.ContainsRune(s, utf8.RuneError), strings.ContainsAny(s, "\xed"), strings.ContainsFunc(s, odd), strings.Count(s, ""), strings.Count(s, "\x80"))
	fmt.Fprintf(&out, " %q %q\n", strings.Map(func(r rune) rune { return r }, s), strings.Map(func(r rune) rune {
		switch {
		case r == utf8.RuneError:
			return -1
		case r < 0x80:
			return r + 0x400
		}
		return 'x'
	}, s))
	fmt.Fprintf(&out, " %q %q %q\n", strings.Replace(s, "", "-", 3), strings.ReplaceAll(s, "", "."), strings.ReplaceAll(s, "\x80", "éé"))
	fmt.Fprintf(&out, " %q %q\n", strings.NewReplacer("\x80", "[80]", "\uFFFD", "[FFFD]", "", "_").Replace(s), strings.NewReplacer("a", "b", "\xff", "ff").Replace(s))
	before, after, found := strings.Cut(s, "\x80")
	fmt.Fprintf(&out, " %q %q %v\n", before, after, found)
}

func byteFunctions(b []byte) {
	fmt.Fprintf(&out, " %q %q %q %q %q\n", bytes.ToUpper(b), bytes.ToLower(b), bytes.ToTitle(b), bytes.Title(b), bytes.ToValidUTF8(b, []byte("?")))
	fmt.Fprintf(&out, " %q %q %q\n", bytes.Fields(b), bytes.FieldsFunc(b, odd), bytes.Split(b, nil))
	fmt.Fprintf(&out, " %q %q %q\n", bytes.SplitN(b, nil, 2), bytes.SplitAfter(b, nil), bytes.TrimSpace(b))
	fmt.Fprintf(&out, " %q %q %q\n", bytes.TrimFunc(b, odd), bytes.TrimLeftFunc(b, odd), bytes.TrimRightFunc(b, odd))
	fmt.Fprintf(&out, " %q %q %q\n", bytes.Trim(b, "a\uFFFD"), bytes.TrimLeft(b, "\x80日"), bytes.TrimRight(b, "é\xff"))
	fmt.Fprintln(&out, "", bytes.IndexFunc(b, odd), bytes.LastIndexFunc(b, odd), bytes.IndexRune(b, utf8.RuneError), bytes.IndexRune(b, 'é'), bytes.IndexRune(b, 0xd800), bytes.IndexAny(b, "\uFFFD日"), bytes.IndexAny(b, "\x80"),
		bytes.LastIndexAny(b, "\uFFFD日"), bytes.LastIndexAny(b, "\xff"), bytes.ContainsRune(b, utf8.RuneError), bytes.ContainsAny(b, "\xed"), bytes.Count(b, nil))
	fmt.Fprintf(&out, " %q %v\n", bytes.Map(unicode.ToUpper, b), bytes.Runes(b))
}

func quoting(s string) {
	fmt.Fprintln(&out, "", strconv.Quote(s), strconv.QuoteToASCII(s), strconv.QuoteToGraphic(s), strconv.CanBackquote(s))
	r, n := utf8.DecodeRuneInString(s)
	fmt.Fprintln(&out, "", strconv.QuoteRune(r), strconv.QuoteRuneToASCII(r), n)
	u, err := strconv.Unquote(`"` + s + `"`)
	fmt.Fprintf(&out, " %q %v\n", u, err)
	u, err = strconv.Unquote("`" + s + "`")
	fmt.Fprintf(&out, " %q %v\n", u, err)
	u, err = strconv.Unquote("'" + s + "'")
	fmt.Fprintf(&out, " %q %v\n", u, err)
	fmt.Fprintf(&out, " %v|%5s|%-5s|%.2s|%5.1s|%05s|%q|%+q|%#q|%x|% X|%.3q|%8q|%c|%U|%#U|%#v\n", s, s, s, s, s, s, s, s, s, s, s, s, s, r, r, r, s)
}

func readers(s string) {
	b := bufio.NewReaderSize(strings.NewReader(s), 16)
	for {
		r, n, err := b.ReadRune()
		if err != nil {
			break
		}
		fmt.Fprint(&out, " ", r, n, b.UnreadRune(), b.Buffered())
		b.ReadRune()
	}
	sr, br := strings.NewReader(s), bytes.NewReader([]byte(s))
	bb := bytes.NewBufferString(s)
	for range s {
		r1, n1, _ := sr.ReadRune()
		r2, n2, _ := br.ReadRune()
		r3, n3, _ := bb.ReadRune()
		fmt.Fprint(&out, " ", r1, n1, r2, n2, r3, n3, sr.UnreadRune(), br.UnreadRune(), bb.UnreadRune())
		sr.ReadRune()
		br.ReadRune()
		bb.ReadRune()
	}
	for _, split := range []bufio.SplitFunc{bufio.ScanRunes, bufio.ScanWords, bufio.ScanLines} {
		scanner := bufio.NewScanner(strings.NewReader(s))
		scanner.Split(split)
		for scanner.Scan() {
			fmt.Fprintf(&out, " %q", scanner.Text())
		}
		fmt.Fprint(&out, " ", scanner.Err())
	}
	var c rune
	var word string
	n, err := fmt.Sscanf(s, "%c", &c)
	fmt.Fprint(&out, " ", n, err, c)
	n, err = fmt.Sscan(s, &word)
	fmt.Fprintf(&out, " %d %v %q\n", n, err, word)
}

// pairs compares all with all.
func pairs() {
	var h uint64
	for _, a := range kinds {
		for _, b := range kinds {
			x, y := a.text, b.text
			for i, v := range []any{strings.EqualFold(x, y), bytes.EqualFold([]byte(x), []byte(y)), strings.Contains(x, y), strings.Index(x, y), strings.LastIndex(x, y), strings.Compare(x, y), strings.HasPrefix(x, y), strings.Count(x+x, y),
				strings.IndexAny(x, y), strings.LastIndexAny(x, y), strings.Trim(x, y), strings.Split(x, y), x < y, bytes.IndexAny([]byte(x), y), strings.EqualFold("K"+x+"k", "\u212a"+y+"K"), strings.TrimSuffix(x, y), strings.ContainsAny(x, y)} {
				for _, c := range []byte(fmt.Sprint(i, v)) {
					h = (h ^ uint64(c)) * 0x100000001b3
				}
			}
		}
	}
	fmt.Fprintf(&out, "pairs %x\n", h)
}

// runes writes numbers that are runes or not.
func runes() {
	for _, r := range []rune{-1 << 31, -1, 0, 0x7f, 0x80, 0x7ff, 0x800, 0xd7ff, 0xd800, 0xdfff, 0xe000, 0xfffd, 0xffff, 0x10000, 0x10ffff, 0x110000, 1<<31 - 1} {
		b := make([]byte, 4)
		n := utf8.EncodeRune(b, r)
		var sb strings.Builder
		sb.WriteRune(r)
		var bb bytes.Buffer
		bb.WriteRune(r)
		a1, a2 := utf16.EncodeRune(r)
		fmt.Fprintf(&out, "%d %x %d %x %v %d %x %x %x %x %q %c %U %v %x %x %v\n", r, b, n, utf8.AppendRune(nil, r), utf8.ValidRune(r), utf8.RuneLen(r), string(r), string([]rune{r, 'a', r}), sb.String(), bb.String(), r, r, r, utf16.IsSurrogate(r), a1, a2, utf16.RuneLen(r))
		fmt.Fprintln(&out, strconv.QuoteRune(r), strconv.AppendQuoteRuneToASCII(nil, r), strconv.IsPrint(r), strconv.IsGraphic(r), unicode.IsLetter(r), unicode.IsSpace(r), unicode.ToUpper(r), unicode.ToLower(r), unicode.ToTitle(r), unicode.SimpleFold(max(r, 0)), unicode.IsUpper(r), unicode.IsPrint(r), unicode.In(r, unicode.Han, unicode.Latin))
	}
	fmt.Fprintln(&out, utf16.Decode([]uint16{0xd800, 'a', 0xdc00, 0xd83d, 0xde00, 0xd83d}), utf16.DecodeRune(0xd83d, 0xde00), utf16.DecodeRune('a', 0xde00), utf16.AppendRune(nil, 0x1f600))
}

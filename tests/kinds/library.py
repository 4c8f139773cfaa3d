"""A script that gives functions of the standard library all short arguments, and those at the edges of their types.

What a function gives for all of them goes into one sum, as in edges.py.
"""
import edges

# Of a string s, of one t that is shorter, and of both with a number n from -1 to 3; a list is joined by bars.
OF_ONE = ["strings.ToUpper(s)", "strings.ToLower(s)", "strings.Title(s)", "strings.ToTitle(s)", "strings.TrimSpace(s)", "strings.Fields(s)", "strings.Repeat(s, 3)", "strings.ToValidUTF8(s, `?`)",
          "[]rune(s)", "string([]rune(s))", "[]byte(s)", "len([]rune(s))", "strconv.Quote(s)", "strconv.QuoteToASCII(s)", "utf8.ValidString(s)", "utf8.RuneCountInString(s)", "utf8.DecodeRuneInString(s)", "utf8.DecodeLastRuneInString(s)",
          "utf8.FullRuneInString(s)", "utf8.FullRune([]byte(s))", "utf8.DecodeRune([]byte(s))", "bytes.ToUpper([]byte(s))", "bytes.Fields([]byte(s))", "bytes.Runes([]byte(s))", "bytes.TrimSpace([]byte(s))", "strings.Map(next, s)", "strings.IndexFunc(s, isA)", "strings.LastIndexFunc(s, isA)",
          "strings.TrimFunc(s, isA)", "strings.FieldsFunc(s, isA)", "fmt.Sprintf(`%q %x %5s|%-5s|%.2s|%+q`, s, s, s, s, s, s)", "strconv.AppendQuote(nil, s)", "strings.NewReplacer(`a`, `1`, `ab`, `2`, ``, `3`).Replace(s)"]
OF_TWO = ["strings.Index(s, t)", "strings.LastIndex(s, t)", "strings.Contains(s, t)", "strings.Count(s, t)", "strings.HasPrefix(s, t)", "strings.HasSuffix(s, t)", "strings.Split(s, t)", "strings.SplitAfter(s, t)", "strings.Trim(s, t)", "strings.TrimLeft(s, t)",
          "strings.TrimRight(s, t)", "strings.TrimPrefix(s, t)", "strings.TrimSuffix(s, t)", "strings.IndexAny(s, t)", "strings.LastIndexAny(s, t)", "strings.ContainsAny(s, t)", "strings.EqualFold(s, t)", "strings.Compare(s, t)", "strings.ReplaceAll(s, t, `x`)",
          "strings.Join([]string{s, t, s}, t)", "bytes.Index([]byte(s), []byte(t))", "bytes.LastIndex([]byte(s), []byte(t))", "bytes.Count([]byte(s), []byte(t))", "bytes.Equal([]byte(s), []byte(t))", "bytes.Compare([]byte(s), []byte(t))",
          "bytes.Split([]byte(s), []byte(t))", "bytes.Trim([]byte(s), t)", "bytes.IndexAny([]byte(s), t)", "bytes.ReplaceAll([]byte(s), []byte(t), []byte(`x`))", "bytes.EqualFold([]byte(s), []byte(t))", "bytes.HasPrefix([]byte(s), []byte(t))", "s < t, s == t, s + t"]
OF_NUMBER = ["strings.SplitN(s, t, n)", "strings.SplitAfterN(s, t, n)", "strings.Replace(s, t, `xy`, n)", "bytes.SplitN([]byte(s), []byte(t), n)"]
OF_RUNE = ["unicode.IsLetter(r), unicode.IsUpper(r), unicode.IsLower(r), unicode.IsDigit(r), unicode.IsNumber(r), unicode.IsSpace(r), unicode.IsPunct(r), unicode.IsControl(r), unicode.IsPrint(r), unicode.IsGraphic(r)",
           "unicode.ToUpper(r), unicode.ToLower(r), unicode.ToTitle(r), unicode.SimpleFold(r)", "utf8.RuneLen(r), utf8.ValidRune(r), string(r)", "strings.IndexRune(`a\\u00e9\\ufffd\\xff`, r), strings.ContainsRune(`ab`, r), strconv.QuoteRune(r), strconv.IsPrint(r)"]
OF_INTEGER = ["strconv.FormatInt(x, 10), strconv.FormatInt(x, 2), strconv.FormatInt(x, 36), strconv.FormatUint(uint64(x), 16), strconv.Itoa(int(x))", "fmt.Sprintf(`%d %5d %-5d|%05d %+d %x %X %o %b %c %U %#x %q`, x, x, x, x, x, x, x, x, x, x&127, x&0xffff, x, x&127)",
              "bits.LeadingZeros64(uint64(x)), bits.TrailingZeros64(uint64(x)), bits.OnesCount64(uint64(x)), bits.Reverse64(uint64(x)), bits.ReverseBytes64(uint64(x)), bits.Len64(uint64(x)), bits.RotateLeft64(uint64(x), int(x&127)), bits.Len8(uint8(x)), bits.TrailingZeros32(uint32(x)), bits.LeadingZeros16(uint16(x)), bits.OnesCount8(uint8(x)), bits.Reverse16(uint16(x)), bits.RotateLeft8(uint8(x), -3)",
              "math.Float64frombits(uint64(x)) == math.Float64frombits(uint64(x)), math.Float64bits(float64(x)), math.Float32bits(float32(x)), time.Duration(x)"]
OF_INTEGERS = ["add(bits.Add64(uint64(x), uint64(y), 1))", "add(bits.Sub64(uint64(x), uint64(y), 1))", "add(bits.Mul64(uint64(x), uint64(y)))"]
OF_FLOAT = ["math.Floor(x), math.Ceil(x), math.Trunc(x), math.Round(x), math.RoundToEven(x), math.Abs(x), math.Sqrt(x), math.Signbit(x), math.IsNaN(x), math.IsInf(x, 0), math.IsInf(x, 1), math.IsInf(x, -1)", "fmt.Sprint(math.Modf(x)), fmt.Sprint(math.Frexp(x))", "math.Logb(x), math.Ldexp(x, 3), math.Ldexp(x, -1070)",
            "strconv.FormatFloat(x, 'g', -1, 64), strconv.FormatFloat(x, 'e', 3, 64), strconv.FormatFloat(x, 'f', 2, 64), strconv.FormatFloat(x, 'g', -1, 32), strconv.FormatFloat(x, 'b', 0, 64), strconv.FormatFloat(x, 'x', 4, 64)", "fmt.Sprintf(`%v %g %e %f %8.3f|%-8.1f|%+g %G`, x, x, x, x, x, x, x, x)"]
OF_FLOATS = ["math.Max(x, y), math.Min(x, y), math.Mod(x, y), math.Remainder(x, y), math.Copysign(x, y), math.Nextafter(x, y), math.Dim(x, y)"]
NUMBERS = ["0", "-0", "+7", "007", "0x1f", "0b11", "0o17", "1_000", "0x_1", "1__0", "_1", "", "-", "+", "9223372036854775807", "9223372036854775808", "-9223372036854775808", "-9223372036854775809", "18446744073709551615", "18446744073709551616", "127", "128", "-128", "-129", "255", "256", "32767", "32768",
           "zz", "1e3", "1.5", ".5", "5.", "1e", "1e400", "-1e400", "1e-400", "4.9e-324", "2.4e-324", "0x1p-2", "0x1.8", "inf", "-Infinity", "nan", "1.7976931348623159e308", "3.4028235677973366e38", "16777217", "9007199254740993", " 1", "1 ", "true", "T", "f", "FALSE", "tRUE", "0.1", "123456789012345678901234567890"]
OF_TEXT = ["strconv.Atoi(s)", "strconv.ParseInt(s, 10, 64)", "strconv.ParseInt(s, 0, 64)", "strconv.ParseInt(s, 10, 8)", "strconv.ParseInt(s, 36, 32)", "strconv.ParseUint(s, 10, 64)", "strconv.ParseUint(s, 16, 16)", "strconv.ParseUint(s, 0, 8)", "strconv.ParseFloat(s, 64)", "strconv.ParseFloat(s, 32)", "strconv.ParseBool(s)", "strconv.Unquote(s)"]

PROLOGUE = edges.PROLOGUE.replace('"fmt"\n\t"math"', '"bytes"\n\t"fmt"\n\t"math"\n\t"math/bits"\n\t"sort"\n\t"strconv"\n\t"strings"\n\t"time"\n\t"unicode"\n\t"unicode/utf8"') + """
func (h *sum) text(values ...any) {
	for _, c := range []byte(fmt.Sprintf("%v|", values)) {
		h.add(uint64(c))
	}
}

func add[X, Y any](x X, y Y) string { return fmt.Sprint(x, y) }
func next(r rune) rune {
	if r == 'b' {
		return -1
	}
	return r + 1
}
func isA(r rune) bool { return r == 'a' || r == 0xe9 }

// All strings of so many of the letters.
func all(length int) []string {
	list := []string{""}
	for from := 0; length > 0; length-- {
		to := len(list)
		for _, s := range list[from:to] {
			for _, letter := range []string{"a", "b", "\\u00e9", "\\xff", " "} {
				list = append(list, s+letter)
			}
		}
		from = to
	}
	return list
}

func sorted(h *sum) {
	x := uint64(1)
	for count := 0; count < 120; count += 1 + count/9 {
		for kinds := 1; kinds < 9; kinds += 2 {
			a, b, c, d := make([]int, count), make([]float64, count), make([]string, count), make([]string, count)
			for i := range a {
				x = x*6364136223846793005 + 1442695040888963407
				k := int(x>>33) % (kinds * kinds)
				a[i] = int(int64s[k%len(int64s)])
				b[i] = floats[(k*5)%len(floats)] + 0 // equal ones may come in any order: no -0
				c[i] = strconv.Itoa(k)
				d[i] = c[i]
			}
			sort.Ints(a)
			sort.Float64s(b)
			sort.Strings(c)
			sort.Slice(d, func(i, j int) bool { return d[i] > d[j] })
			h.text(a, b, c, d, sort.IntsAreSorted(a), sort.Float64sAreSorted(b), sort.StringsAreSorted(c), sort.StringsAreSorted(d), sort.SearchInts(a, 5), sort.SearchStrings(c, "5"))
		}
	}
}
"""


def script():
    lines = ["var h sum = 1", "long, short := all(3), all(2)"]

    def every(loops, expressions, end):
        for expression in expressions:
            # A call with several results is an argument list of its own.
            lines.append(f'{loops} h.text({expression}) {end}; h.say({"`" + expression.replace("`", chr(39)) + "`"})')

    every("for _, s := range long {", OF_ONE, "}")
    every("for _, s := range long { for _, t := range short {", OF_TWO, "} }")
    lines.append('for _, s := range long { for _, t := range short { a, b, c := strings.Cut(s, t); d, e := strings.CutPrefix(s, t); f, g := strings.CutSuffix(s, t); h.text(a, b, c, d, e, f, g) } }; h.say("strings.Cut")')
    every("for _, s := range short { for _, t := range short { for n := -1; n < 4; n++ {", OF_NUMBER, "} } }")
    every("for r := rune(-2); r < 0x530; r++ {", OF_RUNE, "}")
    every("for _, r := range []rune{0xd7ff, 0xd800, 0xdfff, 0xe000, 0xfffd, 0xffff, 0x10000, 0x1f600, 0x10ffff, 0x110000, -1, 1 << 30} {", OF_RUNE, "}")
    every("for _, x := range int64s {", OF_INTEGER, "}")
    every("for _, x := range int64s { for _, y := range int64s {", OF_INTEGERS, "} }")
    every("for _, x := range floats {", OF_FLOAT, "}")
    every("for _, x := range floats { for _, y := range floats {", OF_FLOATS, "} }")
    every("for _, s := range numbers {", OF_TEXT, "}")
    lines.append('sorted(&h); h.say("sorted")')
    numbers = ", ".join('"' + n + '"' for n in NUMBERS)
    return (PROLOGUE + f"\nvar numbers = []string{{{numbers}}}\n" + edges.table("int64", edges.edges("int64")) + edges.FLOATS
            + edges.function("main()", lines))

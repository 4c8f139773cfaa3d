// strconv over edge inputs: every function, every base and size, a hash for each; with an argument all results.
package main

import (
	"fmt"
	"math"
	"os"
	"strconv"
)

var h uint32

func add(args ...any) {
	s := fmt.Sprintln(args...)
	if len(os.Args) > 1 {
		fmt.Print(s)
	}
	for _, c := range []byte(s) {
		h = (h ^ uint32(c)) * 0x01000193
	}
}

func section(name string) {
	fmt.Printf("%s %08x\n", name, h)
	h = 0
}

var seed uint64 = 7

func random() uint64 {
	seed ^= seed << 13
	seed ^= seed >> 7
	seed ^= seed << 17
	return seed
}

func main() {
	ints := []string{"", "0", "-0", "+0", "1", "-1", "+1", "00", "007", "0x", "0x1F", "0X1f", "-0x80", "0b101", "0B2", "0o17", "0O8", "017", "08", "1_000", "_1", "1_", "1__0", "0x_f", "0_7", "0b_1", "127", "128", "-128", "-129", "255", "256", "32767", "32768", "2147483647", "2147483648", "-2147483648", "-2147483649", "4294967295", "4294967296",
		"9223372036854775807", "9223372036854775808", "-9223372036854775808", "-9223372036854775809", "18446744073709551615", "18446744073709551616", "99999999999999999999", "zz", "Z", "1e3", "1.0", " 1", "1 ", "\x00", "٣", "--1", "+-1", "+", "-", "0x-1", "7fffffffffffffff", "-8000000000000000", "1y2p0ij32e8e7", "1y2p0ij32e8e8", "ab_c", "é", "\xff"}
	for _, s := range ints {
		for _, base := range []int{0, 2, 8, 10, 16, 36, 1, 37, -1} {
			for _, bits := range []int{0, 8, 16, 32, 64, 5, 65, -1} {
				i, err := strconv.ParseInt(s, base, bits)
				u, err2 := strconv.ParseUint(s, base, bits)
				add(s, base, bits, i, err, u, err2)
			}
		}
		n, err := strconv.Atoi(s)
		add(s, n, err)
		b, err := strconv.ParseBool(s)
		add(b, err)
	}
	section("ParseInt")
	for _, s := range []string{"1", "t", "T", "true", "TRUE", "True", "tRUE", "0", "f", "F", "false", "FALSE", "False", "", "yes"} {
		b, err := strconv.ParseBool(s)
		add(s, b, err, strconv.FormatBool(b))
	}
	section("ParseBool")
	floats := []string{"", "0", "-0", "+0.0", "1", "1.", ".1", ".", "-.5e1", "1e", "1e+", "1e5", "1E-5", "1e400", "-1e400", "1e-400", "1e99999999999", "1e-99999999999", "0e999999", "inf", "+Inf", "-INF", "Infinity", "infinit", "nan", "NaN", "-nan", "nano", "0x1p0", "0x1.8p1", "0x1p", "0x1", "0x.8p1", "0X1P-1074", "0x1p-1075", "0x1p1024", "0x1.fffffffffffff8p1023", "0x1.fffffffffffff7p1023", "0x1.00000000000008p0", "0x1.00000000000018p0", "0x1_0p0", "1_000.5", "1__0", "_1", "1_", "1e1_0", "0x", "0xp1",
		"1.7976931348623157e308", "1.7976931348623158e308", "1.7976931348623159e308", "4.9e-324", "2.4703282292062327e-324", "2.4703282292062328e-324", "5e-324", "2.2250738585072014e-308", "2.2250738585072011e-308", "9007199254740993", "9007199254740992.5", "0.1", "0.3", "3.4028234663852886e38", "3.4028235677973366e38", "1e39", "1.401298464324817e-45", "7e-46", "16777217", "16777216.999", "123456789012345678901234567890", "0.00000000000000000000000000000000000001", "1.00000000000000011102230246251565404236316680908203124", "1.00000000000000011102230246251565404236316680908203125", "1.00000000000000011102230246251565404236316680908203126", " 1", "1 ", "1x", "١", "+", "-", "e5", "+e1", "0b1", "1p3", "--1", "1,5", "0x1.fp-1030", "1e23", "8.41e21", "9.5e-323"}
	for i := 0; i < 300; i++ {
		floats = append(floats, fmt.Sprintf("%d.%de%d", random()%1000, random()%1e15, int(random()%700)-350), strconv.FormatFloat(math.Float64frombits(random()), 'g', int(random()%25)-1, 64))
	}
	for _, s := range floats {
		for _, bits := range []int{64, 32} {
			f, err := strconv.ParseFloat(s, bits)
			add(s, bits, math.Float64bits(f), err)
			c, err := strconv.ParseComplex(s, bits*2)
			add(c, err)
		}
	}
	section("ParseFloat")
	for _, s := range []string{"i", "1i", "1+2i", "(1+2i)", "(1-2i", "1+2i)", "1-i", "+i", "-i", "1e5+1e-5i", "inf+nani", "NaN", "0x1p1+0x1p2i", "1+2", "1 + 2i", "((1+2i))", "", "()", "1e999+1i", "1+1e999i", "3+4j", "1++2i", "1+-2i", "1-+2i", "nan+NaNi", "1+infi", "1+i", "1+"} {
		for _, bits := range []int{64, 128} {
			c, err := strconv.ParseComplex(s, bits)
			add(s, c, err)
		}
	}
	section("ParseComplex")
	values := []float64{0, math.Copysign(0, -1), 1, -1.5, 0.1, 1.0 / 3, 123456789, 1e6, 1e20, 1e21, 1e22, 1e23, 9.5, 0.5, 1.5, 2.5, 1e-5, 1e-4, 99999.5, 999999.5, 9.995, 5e-324, 2.2250738585072014e-308, math.MaxFloat64, math.MaxFloat32, 1.401298464324817e-45, math.Inf(1), math.Inf(-1), math.NaN(), 0x1p-12, 0x1p60, 4503599627370497.5, 100, 1234.5678}
	for i := 0; i < 60; i++ {
		values = append(values, math.Float64frombits(random()), float64(random()>>40)/256)
	}
	for _, v := range values {
		for _, format := range []byte("eEfgGbxXz%") {
			for _, prec := range []int{-1, 0, 1, 2, 5, 6, 15, 17, 20, 40, 60} {
				add(strconv.FormatFloat(v, format, prec, 64), strconv.FormatFloat(v, format, prec, 32), string(strconv.AppendFloat([]byte("x"), v, format, prec, 64)))
			}
		}
		add(strconv.FormatComplex(complex(v, -v), 'g', -1, 128), strconv.FormatComplex(complex(v, 1), 'e', 3, 64))
	}
	section("FormatFloat")
	for _, n := range []int64{0, 1, -1, 9, 10, 35, 36, 99, 100, -100, math.MaxInt64, math.MinInt64, 1 << 40} {
		for base := 2; base <= 36; base++ {
			add(strconv.FormatInt(n, base), strconv.FormatUint(uint64(n), base), string(strconv.AppendInt(nil, n, base)))
		}
		add(strconv.Itoa(int(n)))
	}
	section("FormatInt")
	for _, s := range []string{``, `"`, `""`, `"a"`, `'a'`, "`a`", `'ab'`, `''`, `"\n\t\r\a\b\f\v\\\"\'"`, `'\''`, `'"'`, `"'"`, `"\x41\101\u0041\U00000041"`, `"\x4"`, `"\400"`, `"\777"`, `"\ud800"`, `"\U00110000"`, `"\z"`, `"a` + "\n" + `b"`, "`a\nb`", "`a\r\nb`", "`a``", `"a"b`, `'\u65e5'`, `'\xff'`, `"\xff"`, `"\`, `"\"`, `'\`, `"日"`, `'日'`, "'\xff'", "\"\xff\"", `x`, `'\400'`, `"\8"`, `"\1"`, `"\u12"`, "'\n'", `"a" `} {
		u, err := strconv.Unquote(s)
		p, err2 := strconv.QuotedPrefix(s)
		add(s, u, err, p, err2)
		for _, quote := range []byte{'"', '\'', '`', 0} {
			r, multi, tail, err := strconv.UnquoteChar(s, quote)
			add(r, multi, tail, err)
		}
	}
	section("Unquote")
	for r := rune(0); r < 0x800; r++ {
		add(strconv.QuoteRune(r), strconv.QuoteRuneToASCII(r), strconv.QuoteRuneToGraphic(r), strconv.IsPrint(r), strconv.IsGraphic(r))
	}
	for r := rune(0x3000); r < 0xa000; r += 37 {
		add(strconv.QuoteRune(r), strconv.IsPrint(r), strconv.IsGraphic(r))
	}
	section("Quote")
	e := &strconv.NumError{Func: "f", Num: "x\"", Err: strconv.ErrRange}
	add(e, e.Unwrap() == strconv.ErrRange, strconv.ErrSyntax, strconv.IntSize)
	section("errors")
	defer func() { fmt.Println(recover()) }()
	strconv.FormatInt(1, 1)
}

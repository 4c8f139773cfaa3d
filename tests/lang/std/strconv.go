// strconv on each kind of text: bases, sizes, underscores, overflow, quoting, floats.
package main

import (
	"errors"
	"fmt"
	"math"
	"strconv"
)

func main() {
	ints := []string{"", "0", "-0", "+5", "42", "-42", "007", "0x1f", "0b101", "0o17", "017", "1_000", "0x_1F", "_1", "1__0", "1_", "9223372036854775807", "9223372036854775808", "-9223372036854775808", "-9223372036854775809", "18446744073709551615", "18446744073709551616", "12a", "a", "-", "+", " 1", "1 ", "0x", "0b", "0b2", "08", "zz", "ZZ", "99999999999999999999999", "-99999999999999999999999", "1e5", "٣", "\x00", "127", "128", "-128", "-129", "255", "256", "0X1F", "0B1", "0O7", "0_7", "0__7"}
	for _, s := range ints {
		n, err := strconv.Atoi(s)
		fmt.Println(n, err)
		for _, base := range []int{0, 2, 10, 16, 37} {
			for _, bits := range []int{0, 8, 64, 65} {
				i, e1 := strconv.ParseInt(s, base, bits)
				u, e2 := strconv.ParseUint(s, base, bits)
				fmt.Println(s, base, bits, i, e1, u, e2)
				var ne *strconv.NumError
				if errors.As(e1, &ne) {
					fmt.Print(ne.Func, ne.Num, ne.Err == strconv.ErrRange, ne.Err == strconv.ErrSyntax, " ")
				}
			}
		}
	}
	fl := []string{"", "0", "-0", "+0", "1", "1.5", ".5", "5.", ".", "-.5e-3", "1e", "1e+", "1e5", "1E5", "1e400", "-1e400", "1e-400", "inf", "Inf", "+INF", "-infinity", "infinit", "nan", "NaN", "+nan", "0x1p4", "0x1.8p0", "0x.8p1", "0x1", "0x1p", "0x1.fffffffffffff8p0", "1_000.5", "0x_1p0", "1__0", "1e1_0", " 1", "1 ", "1.7976931348623157e308", "1.7976931348623159e308", "4.9e-324", "2e-324", "2.2250738585072011e-308", "123456789012345678901234567890", "0.1e-1", "1p5", "infinityx", "1.2.3", "--1", "3.4028235e38", "3.4028236e38", "1e-45", "7e-46", "16777217", "0x1p-1074", "0x1p-1075", "0x1p1024", "0X1.8P+1", "i", "e5", "0x", "1f"}
	for _, s := range fl {
		for _, b := range []int{64, 32} {
			f, err := strconv.ParseFloat(s, b)
			fmt.Println(s, b, f, math.Float64bits(f) == 1<<63, err)
		}
		c, err := strconv.ParseComplex(s, 128)
		_ = c
		_ = err
	}
	for _, s := range []string{"1", "t", "T", "true", "TRUE", "True", "0", "f", "F", "false", "FALSE", "False", "", "tRUE", "yes"} {
		b, err := strconv.ParseBool(s)
		fmt.Println(b, err)
	}
	for _, n := range []int64{0, 1, -1, 35, -255, math.MaxInt64, math.MinInt64} {
		for b := 2; b <= 36; b++ {
			fmt.Print(strconv.FormatInt(n, b), " ", strconv.FormatUint(uint64(n), b), " ")
		}
		fmt.Println(strconv.Itoa(int(n)), string(strconv.AppendInt([]byte("x"), n, 10)), string(strconv.AppendUint(nil, uint64(n), 16)))
	}
	fmt.Println(strconv.FormatBool(true), string(strconv.AppendBool(nil, false)))
	qs := []string{"", "abc", "a\"b", "a'b", "a`b", "\a\b\f\n\r\t\v\\", "\x00\x01\x1f\x7f", "é世\U0001F600", "\xff\xc0", "\u2028\u00a0\ufeff", "\U0010ffff\ufffd", "a\u0301", "\u200b"}
	for _, s := range qs {
		fmt.Println(strconv.Quote(s), strconv.QuoteToASCII(s), strconv.QuoteToGraphic(s), strconv.CanBackquote(s), string(strconv.AppendQuote([]byte("."), s)))
		for _, r := range s {
			fmt.Print(strconv.QuoteRune(r), strconv.QuoteRuneToASCII(r), strconv.QuoteRuneToGraphic(r), strconv.IsPrint(r), strconv.IsGraphic(r), " ")
		}
		u, err := strconv.Unquote(strconv.Quote(s))
		fmt.Println(u == s, err)
	}
	for _, s := range []string{`"a"`, `"a`, `a`, `""`, "``", "`a\nb`", "`a\r\nb`", `'a'`, `'ab'`, `''`, `'\''`, `"\x41\u00e9\U0001F600\101\n"`, `"\q"`, `"\x4"`, `"\400"`, `"\ud800"`, "\"a\nb\"", `"'"`, `'"'`, `"\'"`, `'\"'`, `'\x80'`, "'\xff'", `"` + "\xff" + `"`, "`\\`"} {
		u, err := strconv.Unquote(s)
		fmt.Printf("%q %v\n", u, err)
		p, err := strconv.QuotedPrefix(s + "rest")
		fmt.Printf("%q %v\n", p, err)
	}
	r, mb, tail, err := strconv.UnquoteChar(`\u00e9x`, '"')
	fmt.Println(r, mb, tail, err)
	for _, f := range []float64{0, 1, -1.5, 1e21, 1e-7, 123456.789, math.Inf(1), math.NaN(), 100, 1e6} {
		for _, v := range []byte("eEfgGbxX") {
			for _, p := range []int{-1, 0, 1, 5, 20} {
				fmt.Print(strconv.FormatFloat(f, v, p, 64), " ", strconv.FormatFloat(f, v, p, 32), " ")
			}
		}
		fmt.Println(string(strconv.AppendFloat([]byte("v"), f, 'g', -1, 64)))
	}
	fmt.Println(strconv.FormatComplex(1+2i, 'g', -1, 128))
	for _, s := range []string{"1+2i", "(1-2i)", "3", "i", "-i", "1e5+inf i", "nan+infi", "1+2", "x", "(1+2i", "+Inf-Infi"} {
		c, err := strconv.ParseComplex(s, 128)
		fmt.Println(c, err)
	}
	func() {
		defer func() { fmt.Println(recover()) }()
		strconv.FormatInt(5, 1)
	}()
	_, err = strconv.Atoi("xx")
	fmt.Printf("%v %T\n", err, err)
	fmt.Println(errors.Is(err, strconv.ErrSyntax), errors.Unwrap(err))
}

// strconv: parsing and formatting of integers, floats, booleans and quoted text.
package main

import (
	"errors"
	"fmt"
	"strconv"
)

func main() {
	for _, s := range []string{"42", "-7", "+9", "0x1f", "1_000", "", "9223372036854775808", "-9223372036854775808", "12a", " 1"} {
		n, err := strconv.Atoi(s)
		fmt.Println(n, err)
	}
	n, err := strconv.ParseInt("0x1f", 0, 64)
	fmt.Println(n, err)
	n, err = strconv.ParseInt("-101", 2, 8)
	fmt.Println(n, err)
	n, err = strconv.ParseInt("300", 10, 8)
	fmt.Println(n, err, errors.Is(err, strconv.ErrRange))
	u, err := strconv.ParseUint("18446744073709551615", 10, 64)
	fmt.Println(u, err)
	for _, s := range []string{"1.5", "-2e10", ".5", "inf", "NaN", "1e400", "0x1p4", "abc", "1."} {
		f, err := strconv.ParseFloat(s, 64)
		fmt.Println(f, err)
	}
	f32, _ := strconv.ParseFloat("0.1", 32)
	fmt.Println(f32)
	for _, s := range []string{"true", "F", "1", "yes"} {
		b, err := strconv.ParseBool(s)
		fmt.Println(b, err)
	}
	fmt.Println(strconv.Itoa(-45), strconv.FormatInt(255, 16), strconv.FormatInt(-35, 36), strconv.FormatUint(7, 2), strconv.FormatBool(true))
	for _, f := range []float64{0, 1, 0.1, 1e21, 1.0 / 3, 123456789, 1e-7, -2.5} {
		fmt.Println(strconv.FormatFloat(f, 'g', -1, 64), strconv.FormatFloat(f, 'e', 3, 64), strconv.FormatFloat(f, 'f', 2, 64), strconv.FormatFloat(f, 'g', -1, 32), strconv.FormatFloat(f, 'G', 4, 64))
	}
	fmt.Println(strconv.Quote("tab\t\"q\" é \x00 \xff 世"), strconv.QuoteToASCII("é世"), strconv.QuoteRune('☺'))
	s, err := strconv.Unquote(`"a\tb\u00e9"`)
	fmt.Println(s, err)
	_, err = strconv.Unquote(`"open`)
	fmt.Println(err)
	var ne *strconv.NumError
	_, err = strconv.Atoi("x")
	fmt.Println(errors.As(err, &ne), ne.Func, ne.Num, ne.Err)
	fmt.Println(string(strconv.AppendInt([]byte("n="), 12, 10)), string(strconv.AppendQuote(nil, "q")))
}

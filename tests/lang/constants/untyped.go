// The types that untyped constants take: by default, by declaration, in shifts and in conversions.
package main

import (
	"fmt"
	"time"
)

type celsius float64
type flag bool
type text string

func kind(v any) string { return fmt.Sprintf("%T", v) }

func main() {
	fmt.Println(kind(1), kind(1.0), kind('a'), kind("s"), kind(true), kind(1<<3), kind(2*'a'), kind(1/2.0))
	var c celsius = 36
	var f flag = 1 < 2
	var t text = "a" + "b"
	c = c*9/5 + 32
	fmt.Println(c, f, t, kind(c), kind(f), kind(t))
	var d time.Duration = 3 * time.Second / 2
	fmt.Println(d, kind(d))
	var s uint = 5
	var i32 int32 = 1 << s
	var f64 float64 = 1 << 3
	var r rune = 'a' + 1
	fmt.Println(i32, f64, r, string(r), uint8('x'), 'x' == 120)
	fmt.Println(5/2, 5/2.0, 5.0/2, 7%3, 1/3*3.0, 3.0*1/3)
	var i interface{} = 10
	fmt.Println(i == 10, i == 10.0, i == int64(10), i == 'a')
	var sh int64 = 1<<s + 1.0
	fmt.Println(sh, len([2 + 1]int{}), [...]string{2: "c", 0: "a"})
}

// Printf: each verb with flags, width and precision on values of many types; bad formats; Formatter
// and its kin.
package main

import (
	"errors"
	"fmt"
)

type pt struct {
	X, Y int
}
type named struct {
	S  string
	P  *pt
	M  map[string]int
	L  []pt
	E  error
	I  any
	f  float64
	in struct{ A bool }
}
type str string
type stringer int

func (s stringer) String() string { return fmt.Sprintf("<%d>", int(s)) }

type formatter struct{}

func (formatter) Format(s fmt.State, verb rune) {
	w, wok := s.Width()
	p, pok := s.Precision()
	fmt.Fprintf(s, "F(%c %d %t %d %t %t%t)", verb, w, wok, p, pok, s.Flag('+'), s.Flag('-'))
}

type gostr struct{}

func (gostr) GoString() string { return "gostr!" }

type pan struct{}

func (pan) String() string { panic("oops") }

type nilstr struct{ s string }

func (n *nilstr) String() string { return n.s }

func main() {
	n := 42
	fmt.Printf("%d|%5d|%-5d|%05d|%+d|% d|%x|%X|%#x|%o|%#o|%O|%b|%c|%q|%U|%#U\n", n, n, n, n, n, n, n, n, n, n, n, n, n, n, n, n, n)
	fmt.Printf("%d %x %08b %o %+d %5.3d|%-8.3d|\n", -n, -n, -5, -8, -1, 7, -7)
	f := 3.14159
	fmt.Printf("%f|%.2f|%8.3f|%-8.1f|%08.3f|%+.1f|% f|%e|%.2E|%g|%G|%.3g|%10.3e|%x|%b\n", f, f, f, f, f, f, f, f, f, f, f, f, f, f, 0.5)
	fmt.Printf("%v %v %v %v %g %.0f %5.1f%%\n", 1e6, 1e21, 1e-7, float32(0.1), 100000.0, 2.5, 99.5)
	s := "héllo"
	fmt.Printf("%s|%10s|%-10s|%.2s|%q|%#q|%+q|%x|%X|% x|%#x|%v|%5.1s|\n", s, s, s, s, s, s, s, s, s, s, s, s, s)
	fmt.Printf("%t|%5t|%v|%-7t|\n", true, false, true, true)
	fmt.Printf("%s %x %X %q %v %d %#v %#x\n", []byte("ab"), []byte("ab"), []byte{1, 254}, []byte("q"), []byte("ab"), []byte("ab"), []byte("ab"), []byte("ab"))
	p := pt{1, -2}
	fmt.Printf("%v %+v %#v %T %d %x %s\n", p, p, p, p, p, p, p)
	fmt.Printf("%v %+v %T\n", &p, &p, &p)
	v := named{"s", nil, map[string]int{"b": 2, "a": 1}, []pt{{1, 2}}, errors.New("e"), 5, 1.5, struct{ A bool }{true}}
	fmt.Printf("%v\n%+v\n%#v\n", v, v, named{})
	fmt.Printf("%v %+v %#v %T\n", []string{"a", "b"}, []string{"a"}, []string{"a", "b"}, []string{})
	fmt.Printf("%v %#v %#v %q %05d %x\n", [2]int{1, 2}, [2]bool{true}, map[string]int{"z": 1, "k": 2}, []string{"x y", "z"}, []int{1, -2}, []string{"hi", "yo"})
	fmt.Printf("%v %s %d %x %#v %q\n", stringer(7), stringer(7), stringer(7), stringer(7), stringer(7), stringer(7))
	fmt.Printf("%v %6.2f|%-+x\n", formatter{}, formatter{}, formatter{})
	fmt.Printf("%v %#v %#v %#v %#v %#v %#v\n", gostr{}, gostr{}, str("x"), 1.0, uint8(3), 'a', 1e9)
	fmt.Printf("%v %+v %#v %s %d\n", nil, nil, nil, nil, nil)
	fmt.Printf("%d %s %z %!\n", "str", 5, 3)
	fmt.Printf("%d\n", 1, 2, "extra")
	fmt.Printf("%d %d %s\n", 1)
	fmt.Printf("%[2]d %[1]d %[2]*[1]d|%*d|%-*d|%.*f\n", 1, 2)
	fmt.Printf("%*d|%-*d|%.*f|%[1]d %[5]d\n", 5, 42, 5, 42, 2, 3.14159)
	fmt.Printf("%[3]d %[x]d %6.2[1]f\n", 1, 2)
	fmt.Printf("%v %v %s\n", errors.New("err"), pan{}, pan{})
	fmt.Printf("%v %v\n", (*nilstr)(nil), &nilstr{"ok"})
	var ip *int
	var fn func()
	var m map[string]int
	var sl []int
	var e error
	fmt.Printf("%v %v %v %v %v %p %t %#v %#v %#v\n", ip, fn == nil, m, sl, e, ip, sl == nil, m, sl, ip)
	fmt.Printf("%6v|%-6v|%06v|%v|%3v|%+v\n", 1, 2, 3, [3]int{1, 2, 3}, []int{1, 2}, struct {
		a *int
		b any
	}{})
	fmt.Printf("%T %T %T %T %T %T %T %T\n", 1, "s", 1.5, 'a', nil, fmt.Println, map[string][]*pt{}, struct{ a int }{})
	fmt.Printf("%T %T %T %T\n", func(int, ...string) (bool, error) { return false, nil }, [3]any{}, (*error)(nil), stringer(1))
	fmt.Printf("%c%c|%5c|%-3c|%q|%q|%+q|%x\n", 'A', 0x4e16, 'x', 'y', 'z', '\n', 'é', 'a')
	fmt.Printf("%v %d %s\n", []any{1, "a", nil, 2.5, []int{1}}, []any{1, "a"}, []any{"x", 1, errors.New("q")})
	fmt.Printf("%s %v\n", str("typed"), []str{"a"})
	fmt.Printf("%x %X %x\n", "hello", -255, 3.5)
	fmt.Printf("%08.3f|%+08d|%x|%-08d|% 05d|%+q\n", -3.14159, 42, -1, 42, 42, "☺")
	fmt.Printf("%3d|%-3d|%03d\n", 12345, 12345, 12345)
	fmt.Printf("%t %t\n", 1, "x")
	fmt.Printf("100%%|%c|%v|%s\n", -1, 'x', []string(nil))
	fmt.Printf("%v %.3v %10.2v|\n", 2.0/3, 2.0/3, "string")
	fmt.Printf("%v %+d %v\n", int8(-128), uint64(1<<63), uintptr(10))
	fmt.Printf("%#b %#o %#X %#.3x %# x\n", 5, 8, 255, 1, "hi")
	fmt.Printf("%e %E %.0e %#g %#.3g %#x\n", 0.0, 123456.789, 15.0, 1.0, 2.0, 1.0)
	fmt.Printf("%6.3f|%-9.2e|%+.2g|%g|%g\n", -0.0005, 12345.678, 1e10, 1e20, 1e-4)
}

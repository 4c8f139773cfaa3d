// Sscan, Sscanf and Fscan: verbs, widths, literals, Scanner types, errors.
package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strings"
)

type pt struct{ x, y int }

func (p *pt) Scan(s fmt.ScanState, verb rune) error {
	if verb == 'e' {
		return errors.New("bad verb")
	}
	s.SkipSpace()
	t, err := s.Token(false, func(r rune) bool { return r >= '0' && r <= '9' })
	if err != nil {
		return err
	}
	r, _, err := s.ReadRune()
	if err != nil {
		return err
	}
	if r != ';' {
		s.UnreadRune()
		return errors.New("no ;")
	}
	u, err := s.Token(true, nil)
	w, ok := s.Width()
	fmt.Print("[", string(t), string(u), w, ok, "]")
	_, err = fmt.Sscan(string(t)+" "+string(u), &p.x, &p.y)
	return err
}

type I int8
type S string
type B []byte
type onlyR struct{ r io.Reader }

func (o onlyR) Read(p []byte) (int, error) { return o.r.Read(p) }

func main() {
	ins := []string{"", "5", " 5", "5 6", "5\n6", "\n\n5", "abc", "-7", "+8", "0x1f", "0b11", "0o17", "017", "1_000", "99999999999999999999", "300", "1.5", "1e3", "-.5e-2", "inf", "nan", "0x1p4", "1.5p3", "true", "T", "false", "tru", "0", "1", "2", "\"q s\"", "`raw`", "'c'", "(1+2i)", "1-2i", "1+2", "é 世", "5abc", "5,6", "\t5\r\n", "5\r\n6", "--5", "1e400", "deadbeef", "68656c6c6f", "U+41", "x", "12;34", "12 34"}
	for _, in := range ins {
		for k := 0; k < 3; k++ {
			rd := func() io.Reader {
				switch k {
				case 0:
					return strings.NewReader(in)
				case 1:
					return bufio.NewReader(strings.NewReader(in + "\n"))
				}
				return onlyR{strings.NewReader(in)}
			}
			var i int
			var i8 int8
			var u uint
			var u8 uint8
			var f float64
			var f32 float32
			var s string
			var b bool
			var by []byte
			var c complex128
			var c64 complex64
			var ni I
			var ns S
			var nb B
			var r rune
			var p pt
			var i64 int64
			var up uintptr
			for _, a := range []any{&i, &i8, &u, &u8, &f, &f32, &s, &b, &by, &c, &c64, &ni, &ns, &nb, &r, &p, &i64, &up} {
				n, err := fmt.Fscan(rd(), a)
				fmt.Print(n, " ", err, " ")
				n, err = fmt.Fscanln(rd(), a)
				fmt.Print(n, " ", err, " ")
			}
			fmt.Printf("\n%q %d: %v %v %v %v %v %v %q %v %q %v %v %v %q %q %v %v %v %v\n", in, k, i, i8, u, u8, f, f32, s, b, by, c, c64, ni, ns, nb, r, p, i64, up)
			for _, v := range "dvxocqsUft" {
				if k > 0 {
					break
				}
				for _, fl := range []string{"", "2"} {
					for j, a := range []any{&i, &u8, &f, &s, &b, &by, &c, &ns, &p} {
						n, err := fmt.Fscanf(rd(), "%"+fl+string(v), a)
						fmt.Print(j, n, err, ";")
					}
				}
				fmt.Printf("\n%q %c: %v %v %v %q %v %q %v %q %v\n", in, v, i, u8, f, s, b, by, c, ns, p)
			}
			var a1, a2 int
			var s1, s2 string
			n, err := fmt.Fscan(rd(), &a1, &a2)
			fmt.Println(n, err, a1, a2)
			n, err = fmt.Fscan(rd(), &s1, &s2)
			fmt.Println(n, err, s1, s2)
			n, err = fmt.Fscanln(rd(), &s1, &s2)
			fmt.Println(n, err, s1, s2)
		}
	}
	var a, b int
	var s, t string
	var c rune
	for _, x := range [][2]string{{"5,6", "%d,%d"}, {"5 , 6", "%d , %d"}, {"5,6", "%d, %d"}, {"5\n6", "%d %d"}, {"5\n6", "%d\n%d"}, {"5  6", "%d %d"}, {"a5b6", "a%db%d"}, {"a5b6", "a%dc%d"}, {"50%", "%d%%"}, {"5%6", "%d%%%d"}, {"123456", "%3d%3d"}, {"12 34", "%1d%d"}, {"5 6 7", "%d %d"}, {"5", "%d %d"}, {"5 6", "%d"}, {"", "%d"}, {"x", "x"}, {"x", "y"}, {" 5", "%d"}, {"5 ", "%d "}, {"5\n", "%d\n"}, {"5", "%d\n"}, {"5 \n 6", "%d \n %d"}, {"5\r\n6", "%d\n%d"}, {"5:6", "%d:%d"}, {"5 6", "%d%d"}, {"5", "%"}, {"5 6", "%d %!"}, {"5\n\n6", "%d\n\n%d"}, {"é5", "é%d"}, {"5x", "%dy"}} {
		a, b = 0, 0
		n, err := fmt.Sscanf(x[0], x[1], &a, &b)
		fmt.Printf("%q %q %d %v %d %d\n", x[0], x[1], n, err, a, b)
	}
	n, err := fmt.Sscanf("key = value # x", "%s = %s", &s, &t)
	fmt.Println(n, err, s, t)
	n, err = fmt.Sscanf("a b", "%c%c", &c, &a)
	fmt.Println(n, err, c, a)
	n, err = fmt.Sscanf("2024-01-15T10", "%d-%d-%dT%d", &a, &b, &a, &b)
	fmt.Println(n, err, a, b)
	n, err = fmt.Sscanf("abcdef", "%3s%s", &s, &t)
	fmt.Println(n, err, s, t)
	n, err = fmt.Sscan("1 2 3", &a)
	fmt.Println(n, err, a)
	n, err = fmt.Sscan("7", a)
	fmt.Println(n, err)
	n, err = fmt.Sscan("7", &[]int{1})
	fmt.Println(n, err)
	n, err = fmt.Sscanln("1 2", &a)
	fmt.Println(n, err)
	n, err = fmt.Sscanln("1 2\n3", &a, &b, &c)
	fmt.Println(n, err)
	rd := bufio.NewReader(strings.NewReader("3\n10 20 30\nword 1.5 -4\nx y\n"))
	fmt.Fscan(rd, &a)
	var v [3]int
	for i := 0; i < a; i++ {
		fmt.Fscan(rd, &v[i])
	}
	var f float64
	fmt.Fscan(rd, &s, &f, &b)
	fmt.Println(a, v, s, f, b)
	l, err := rd.ReadString('\n')
	fmt.Printf("%q %v\n", l, err)
	fmt.Println(fmt.Fscanln(rd, &s, &t))
	fmt.Println(fmt.Fscanln(rd, &s))
	fmt.Println(fmt.Fscan(rd, &s))
	big := bufio.NewReaderSize(strings.NewReader(strings.Repeat("123456789 ", 1000)), 16)
	sum := 0
	for {
		var x int
		if _, err := fmt.Fscan(big, &x); err != nil {
			fmt.Println(err)
			break
		}
		sum += x
	}
	fmt.Println(sum)
}

// Every operand with every verb and combination of flags, as a hash a line.
package main

import (
	"errors"
	"fmt"
	"math"
)

type S struct {
	A int
	B string
	c float64
}
type St struct{ x int }

func (s St) String() string { return fmt.Sprintf("St<%d>", s.x) }

type PSt struct{ x int }

func (s *PSt) String() string { return fmt.Sprintf("PSt<%d>", s.x) }

type GS struct{ x int }

func (s GS) GoString() string { return "GS!" }

type F struct{ x int }

func (f F) Format(s fmt.State, v rune) {
	w, wok := s.Width()
	p, pok := s.Precision()
	fmt.Fprintf(s, "F[%c %d %v %d %v %v %v %v %v %v]", v, w, wok, p, pok, s.Flag('+'), s.Flag('-'), s.Flag('#'), s.Flag(' '), s.Flag('0'))
}

type E struct{ m string }

func (e E) Error() string { return "E:" + e.m }

type I int
type Str string
type Bs []byte
type B byte
type By []B
type Fl float32
type M map[string]int
type Nest struct {
	S
	P  *S
	M  map[string][]int
	I  interface{}
	E  error
	f  func()
	ch chan int
	St St
	ps *PSt
	Ar [2]bool
}
type Pn struct{}

func (Pn) String() string { panic("boom") }

type Pn2 struct{}

func (*Pn2) String() string { panic(errors.New("err")) }

type Rec struct {
	N    int
	Next *Rec
}

func main() {
	vals := []any{
		nil, true, false, 0, 1, -1, 42, -1234567, math.MaxInt64, math.MinInt64, int8(-128), int16(300), int32('x'), int64(1 << 40), uint(7), uint8(200), uint16(65535), uint32(1 << 31), uint64(math.MaxUint64), uintptr(0xdead),
		0.0, math.Copysign(0, -1), 1.0, -1.5, 3.14159265358979, 1e21, 1e20, 123456789.0, 1e-7, 5e-324, math.MaxFloat64, math.Inf(1), math.Inf(-1), math.NaN(), float32(0.1), float32(16777216), float32(1e-45), 100000.0, 1000000.0, 12345678.9,
		complex(1, -2), complex(math.NaN(), math.Inf(1)), complex64(complex(0.5, 0.25)),
		"", "hello", "héllo, 世界", "a\tb\n\"q\"\\`", "\xff\xfe", "\x00\x7f\u00a0\u200b", []byte("bytes"), []byte(nil), []byte{}, []byte{1, 255},
		'x', '世', rune(0x10FFFF), rune(-1), rune(0x110000),
		[]int{1, 2, 3}, []int(nil), []int{}, []string{"a", "b c"}, [3]int{1, 2, 3}, [0]int{}, [2]string{"x", "y"}, [][]int{{1}, {2, 3}, nil},
		map[string]int{"b": 2, "a": 1}, map[string]int(nil), map[int]string{3: "c", 1: "a"}, map[float64]bool{math.NaN(): true, 1: false, -1: true}, map[[2]int]string{{1, 2}: "x", {0, 5}: "y"}, map[S]int{{1, "a", 2}: 1, {0, "z", 1}: 2},
		S{1, "x", 2.5}, (*S)(nil), struct{}{}, struct{ X, y any }{1, nil},
		St{5}, (*St)(nil), []St{{1}, {2}}, map[string]St{"k": {3}}, GS{1}, []GS{{1}}, F{1}, []F{{2}}, E{"m"},
		I(5), Str("named"), Bs("bs"), B(3), By{1, 2}, Fl(2.5), M{"z": 26},
		Nest{}, Nest{S: S{1, "q", 3}, M: map[string][]int{"k": {1}}, I: 5, E: E{"n"}, St: St{9}},
		Pn{}, (*Pn2)(nil), []any{1, "a", nil, 2.5, []int{1}, St{1}}, []any(nil), [2]any{St{1}, nil}, Rec{1, nil},
		[]float64{1, 2.5, math.NaN()}, []complex128{1i}, []bool{true, false}, []*int{nil}, [3]byte{1, 2, 3}, []uint8{}, struct{ B []byte }{[]byte("x")}, []int8{-1, 1}, []rune("hé"), []uintptr{1, 2},
		(func())(nil), (chan int)(nil), []func(){nil},
		struct{ E error }{nil}, struct{ s fmt.Stringer }{St{3}}, struct{ S fmt.Stringer }{St{3}}, [][]string{{"a"}, nil},
	}
	verbs := "vdTtsqxXeEfFgGbBocUwzO%"
	flags := []string{"", "+", "-", "#", " ", "0", "10", "-10", "010", "+010", "-010", ".2", "8.3", "-8.3", "08.3", "+.3", "#10", "+#", "# ", "# 20", ".0", ".", "#.3", "+-12", "20.10", "+q", " 08", "-05", "00", "##", "x", "#08", "+8.2", "03"}
	// Every operand with every verb and combination of flags; a line has the hash of what an operand gave with a verb.
	for vi, v := range vals {
		for _, verb := range verbs {
			h := fnv(0xcbf29ce484222325)
			for _, fl := range flags {
				h.add(fmt.Sprintf("%"+fl+string(verb), v))
			}
			fmt.Printf("%d %T %c %x\n", vi, v, verb, uint64(h))
		}
		fmt.Println(v, v)
		fmt.Print(v, v, "\n")
		fmt.Print(v, 1, v, "a", v, "\n")
	}
}

type fnv uint64

func (h *fnv) add(s string) {
	for i := 0; i < len(s); i++ {
		*h = (*h ^ fnv(s[i])) * 0x100000001b3
	}
}

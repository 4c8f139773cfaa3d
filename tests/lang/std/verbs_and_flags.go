// Every verb of fmt with many flags and values of every kind, nested too: a hash a verb, with an argument all results; odd formats.
package main

import (
	"errors"
	"fmt"
	"math"
	"os"
	"strings"
	"time"
	"unsafe"
)

type (
	myInt    int
	myString string
	myBytes  []byte
	myBool   bool
	myFloat  float32
	point    struct{ X, Y int }
	nested   struct {
		A any
		B *point
		C []string
		D map[string]point
		E [2]bool
		F func()
		G chan int
		h error
		i time.Duration
		j uintptr
	}
	stringer struct{ n int }
	ptrStr   struct{ n int }
	errorer  struct{ n int }
	goStr    struct{ n int }
	formats  struct{ n int }
	panics   struct{ n int }
	empty    struct{}
	rec      struct {
		n    int
		next *rec
	}
)

func (s stringer) String() string { return fmt.Sprint("S", s.n) }
func (s *ptrStr) String() string  { return fmt.Sprint("P", s.n) }
func (e errorer) Error() string   { return fmt.Sprint("E", e.n) }
func (g goStr) GoString() string  { return fmt.Sprint("G", g.n) }
func (p panics) String() string   { panic(fmt.Sprint("no", p.n)) }
func (m myBool) String() string   { return "B" }
func (f formats) Format(s fmt.State, verb rune) {
	w, wok := s.Width()
	p, pok := s.Precision()
	fmt.Fprintf(s, "F(%c %d %v %d %v %v%v%v%v%v %s)", verb, w, wok, p, pok, s.Flag('+'), s.Flag('-'), s.Flag('#'), s.Flag(' '), s.Flag('0'), fmt.FormatString(s, verb))
}

var values = []any{
	nil, true, false, 0, 1, -1, 42, -7, int8(-128), int16(300), int32(0x1F600), int64(math.MinInt64), uint(7), uint8(200), uint16(65535), uint32(1 << 31), uint64(math.MaxUint64), uintptr(0xdead),
	0.0, math.Copysign(0, -1), 1.0, -1.5, 3.14159265, 1e6, 1e20, 1e21, 1e-5, 123456789.0, math.Inf(1), math.Inf(-1), math.NaN(), float32(0.1), float32(16777216), math.MaxFloat64, 5e-324, 0.5, 2.5,
	complex(1, -2), complex64(complex(0.1, 1e30)), complex(math.NaN(), math.Inf(-1)), complex(0, math.Copysign(0, -1)),
	"", "text", "with \"quotes\" and \\ and\nnewline", "日本語", "\xff\xfe", "`back`", 'x', '日', rune(-1),
	[]byte("bytes"), []byte{}, []byte(nil), [3]byte{1, 2, 255}, []int{1, -2, 3}, []int(nil), []int{}, [2]string{"a", "b c"}, []string{"x", "", "y\n"}, [][]int{{1}, {2, 3}, nil}, []any{1, "a", nil, 2.5, []int{1}}, []float64{1, 2.5, math.Inf(1)}, []bool{true, false}, [0]int{}, []rune("日本"), []uint8{1}, []myInt{1, 2},
	map[string]int{"b": 2, "a": 1}, map[string]int(nil), map[int]string{3: "c", -1: "z"}, map[any]any{1: "x", 2: 2.5, -3: nil}, map[point]bool{{1, 2}: true, {0, 5}: false}, map[float64]int{math.NaN(): 1, 1: 2}, map[[2]int]string{{2, 1}: "b", {1, 9}: "a"}, map[bool]int{true: 1, false: 0},
	point{1, -2}, &point{3, 4}, (*point)(nil), empty{}, struct{}{}, struct{ a, b any }{1, "x"}, struct {
		p *point
		s []point
	}{nil, []point{{1, 2}}},
	nested{}, nested{A: point{1, 2}, C: []string{"c"}, D: map[string]point{"k": {5, 6}}, h: nil, i: time.Second}, &nested{A: []byte("x"), B: nil}, rec{1, &rec{2, nil}}.n,
	myInt(5), myString("my"), myBytes("mb"), myBool(true), myFloat(2.5), stringer{1}, &stringer{2}, (*stringer)(nil), ptrStr{3}, errorer{5}, &errorer{6}, goStr{7}, formats{8}, &formats{9}, panics{10}, (*ptrStr)(nil),
	[]stringer{{1}, {2}}, []errorer{{3}}, []formats{{1}}, map[stringer]errorer{{1}: {2}}, struct{ S stringer }{stringer{1}}, struct{ s stringer }{stringer{1}}, []any{stringer{1}, errorer{2}}, [1]goStr{{1}}, []panics{{1}},
	errors.New("plain"), time.Duration(1500) * time.Millisecond, time.March, []time.Duration{1, 2}, unsafe.Pointer(nil), (func())(nil), (chan int)(nil), (error)(nil), []error{nil, errorer{1}}, []*int{nil}, (*int)(nil), (**int)(nil), &[]int{1}, &map[string]int{"a": 1}, &[2]int{1, 2}, (*[]int)(nil),
}

var flags = []string{"", "+", "-", "#", " ", "0", "5", "-8", "08", "+08", "-08", ".0", ".3", ".10", "8.3", "-8.3", "+.2", "# ", "#+", "+ ", "#08", "#.3", "0.3", "#20", "020", "+-12.4", " 6", "012.3", "+#12", "- 9"}

var verbs = "vTtbcdoOqxXUeEfFgGspw%!z"

func main() {
	full := len(os.Args) > 1
	for _, verb := range verbs {
		var h uint32
		for _, flag := range flags {
			format := "%" + flag + string(verb)
			for i, v := range values {
				s := ""
				if verb == 'p' || flag != "" && i > 1000 {
					if _, ok := v.(int); !ok && v != nil {
						continue
					}
				}
				s = fmt.Sprintf(format, v)
				if strings.Contains(s, "0xc0") {
					s = "pointer"
				}
				if full {
					fmt.Printf("%s %d %T: %s\n", format, i, v, s)
				}
				for _, c := range []byte(s) {
					h = (h ^ uint32(c)) * 0x01000193
				}
			}
		}
		fmt.Printf("%c %08x\n", verb, h)
	}
	for i, v := range values {
		s := fmt.Sprint(v, v) + fmt.Sprintln(v, 1, v) + fmt.Sprint("a", v, "b", 1, 2, v)
		if strings.Contains(s, "0xc0") {
			s = "pointer"
		}
		fmt.Printf("%d %q\n", i, s)
	}
	odd()
}

func odd() {
	for _, f := range []string{"", "%", "%%", "%5%", "%-", "%+", "%!", "%d", "%d %d", "%[1]d %[1]v", "%[2]d %d", "%[3]d", "%[0]d", "%[x]d", "%[1]", "%[1", "%[", "%*d", "%-*d", "%.*f", "%[2]*[1]d", "%[1]*d", "%.[2]*[1]f", "%[1].2f", "%.", "%.d", "%5.d", "%-5.-3d", "%99999999d", "%.99999999d", "%1000001d", "%z", "%é", "%日", "\xff%d\xfe", "%#[1]x", "%[1]+d", "%w", "%s %w", "%d%%d", "%.2%", "%6.2f|%-6.2f|%06.2f", "%!d", "% d", "%\x00", "%-+ #0d", "%00005d", "%-05d", "%+q", "%x %X", "%[1]*.[2]*[3]f", "%[5]d %d", "%[-1]d", "%[1 ]d", "%[999999999999999999999]d"} {
		for _, args := range [][]any{{}, {7}, {7, 8}, {3.14159, 2}, {5, 3.14159}, {"s", "t"}, {-4, 9}, {6, 2, 3.14159}, {errors.New("e"), 1}, {int8(3), 4}, {1 << 40, 2}, {nil, nil}} {
			if s := fmt.Sprintf(f, args...); len(s) < 1000 {
				fmt.Printf("%q: %q\n", f, s)
			} else {
				fmt.Printf("%q: %d bytes\n", f, len(s))
			}
		}
	}
}

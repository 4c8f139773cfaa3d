// Printf with formats that are wrong or odd: missing operands, indices, stars, unknown verbs.
package main

import (
	"errors"
	"fmt"
	"io"
	"os"
)

type T struct{ a, b int }

func main() {
	p := fmt.Println
	f := fmt.Printf
	f("%d %d\n", 1)
	f("%d\n", 1, 2, "x")
	f("%!\n", 1)
	f("%")
	f("\n%d %", 3)
	f("\n%[2]d %[1]d\n", 1, 2)
	f("%[2]*[1]d|\n", 1, 5)
	f("%[3]*.[2]*[1]f|\n", 12.0, 2, 6)
	f("%[5]d\n", 1)
	f("%[x]d\n", 1)
	f("%[0]d\n", 1)
	f("%[]d\n", 1)
	f("%[1]d %d %[1]d\n", 1, 2)
	f("%[1\n", 1)
	f("%*d|\n", 5, 1)
	f("%-*d|\n", 5, 1)
	f("%*d|\n", -5, 1)
	f("%*d|\n", "x", 1)
	f("%.*f|\n", 2, 3.14159)
	f("%.*f|\n", -2, 3.14159)
	f("%*d|\n", 10000000, 1)
	f("%.[2]*[1]f|\n", 1.5, 3)
	f("%6.2f%%|\n", 99.5)
	f("%%%d%%\n", 5)
	f("%s %v %d\n", "a")
	f("%d %s\n", "str", 5)
	f("%é\n", 1)
	f("%-010d|%+d|% d|%x|%X|%#x|%#o|%O|%b\n", 5, 5, 5, 255, 255, 255, 8, 8, 5)
	f("%08.3f|%+.2e|%g|%G\n", 3.14159, 12345.678, 1e-10, 1e20)
	f("%5t|%-7t|%q|%#q|%+q\n", true, false, "hi\n", "hi`", "é")
	f("%x|%X|% x|%#x|% #x\n", "hello", "hello", "hello", "hello", "hello")
	f("%c|%U|%#U|%q\n", 'é', 'é', 'é', 'é')
	f("%5s|%-5s|%.2s|%5.1s|%05s\n", "abc", "abc", "abc", "abc", "abc")
	f("%v %+v %#v %T\n", T{1, 2}, T{1, 2}, T{1, 2}, T{1, 2})
	f("%v %+v\n", &T{1, 2}, []*T{nil})
	f("%6d|%-6d|%06d\n", []int{1, 2}, []int{1, 2}, []int{1, 2})
	f("%t\n", 1)
	f("%!d(string=hi)\n")
	e1 := errors.New("e1")
	w := fmt.Errorf("a %w b", e1)
	p(w, errors.Is(w, e1), errors.Unwrap(w) == e1)
	w2 := fmt.Errorf("%w and %w", e1, io.EOF)
	p(w2, errors.Is(w2, io.EOF), errors.Unwrap(w2))
	p(fmt.Errorf("%w", nil), fmt.Errorf("%w", 5), fmt.Errorf("%d %w", 1, "x"))
	p(fmt.Errorf("%[2]w %[1]w", e1, io.EOF))
	f("%w\n", e1)
	var pe *os.PathError
	_, err := os.Open("/nonexistent/x")
	p(err, errors.As(err, &pe), errors.Is(err, os.ErrNotExist))
	if pe != nil {
		p(pe.Op, pe.Path, pe.Err)
	}
	p(fmt.Sprint("a", 1, 2, "b", "c", 3.0, nil, nil), fmt.Sprint(), fmt.Sprintln("x", 1))
	p(string(fmt.Appendf(nil, "%d", 5)), string(fmt.Append([]byte("x"), 1, 2)), string(fmt.Appendln(nil, "a")))
	n, err := fmt.Fprintf(os.Stdout, "héllo\n")
	p(n, err)
	var np *T
	var ni fmt.Stringer
	p(np, ni)
	f("%v %+v %#v %s %d\n", np, np, np, np, np)
	f("%#v %#v %#v %#v\n", 1.0, 1e6, 1e21, float32(2.5))
	f("%#v %#v %#v\n", []any{1, "a", nil}, map[string]any{"x": []int{1}}, struct {
		A *int
		B any
	}{})
	f("%#v %#v %#v %#v %#v\n", int8(1), uint8(2), uintptr(3), 'x', "q")
	f("%x %X\n", []string{"ab", "c"}, [2]int{10, 11})
	f("%s\n", []any{"a", 1, errors.New("x")})
	f("%3c|%-3c|%03c\n", 'a', 'b', 'c')
	f("%10.3v|%-10v|%+10v\n", 3.14159, "x", 5)
	f("%+v\n", struct {
		A int
		B struct{ C string }
		D []T
		E map[string]T
	}{1, struct{ C string }{"x"}, []T{{1, 2}}, map[string]T{"k": {3, 4}}})
	f("%p\n", nil)
	f("%d %d\n", []byte("ab"), [2]byte{1, 2})
	f("%s|%v|%d\n", [3]byte{65, 66, 67}, [3]byte{65, 66, 67}, &[]int{1})
	f("%.3x|%.3q|%.10d|%+.3d\n", "abcdef", "abcdef", 42, 7)
	f("%e %E %.0e %#.0e\n", 0.0, 1.5, 123456.0, 123456.0)
	f("%g %g %g %g %g\n", 1e5, 1e6, 1e20, 1e21, 123456789.0)
	f("%.3g %.10g %#g %#.3g\n", 1234.5678, 1234.5678, 1.0, 1.0)
	f("%b %x %X %.3x %x\n", 1.5, 1.5, -2.25, 3.14159, 0.0)
	f("%v %.2f %+.1e %8.2f|\n", 1+2i, 1+2i, 1+2i, 1-2i)
	f("%T %T %T %T %T %T\n", nil, 1, "s", []any{}, map[string][]int{}, func(int) (string, error) { return "", nil })
	f("%T %T %T\n", struct {
		A int `json:"a"`
	}{}, [3]*T{}, errors.New)
}

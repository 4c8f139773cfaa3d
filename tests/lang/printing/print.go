// Print, Println, Fprint, Sscan and Errorf: spaces, nested values, errors, wrapped errors.
package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
)

type T struct{ a, b any }

type errT struct{ code int }

func (e errT) Error() string  { return fmt.Sprint("code ", e.code) }
func (e errT) String() string { return "string wins not" }

func main() {
	fmt.Print("a", "b", 1, 2, true, "c", 3.5, nil, "\n")
	fmt.Println("a", 1, true, nil, 2.5, []int{}, map[int]int{}, struct{}{}, [0]int{})
	fmt.Print(1, 2, "x", 3, 'a', "\n")
	fmt.Println()
	fmt.Print()
	fmt.Print("no newline", "\n")
	fmt.Println(T{1, "x"}, &T{nil, []string{"q"}}, []*int{nil}, errT{3}, []error{errT{4}}, map[string]error{"e": errT{5}})
	s := fmt.Sprint("x", 1, 2, "y") + fmt.Sprintln("z", 3) + fmt.Sprintf("%03d", 7)
	fmt.Printf("%q\n", s)
	n, err := fmt.Fprintln(os.Stdout, "to stdout")
	fmt.Println(n, err)
	w := bufio.NewWriter(os.Stdout)
	fmt.Fprintf(w, "%s %d\n", "buffered", 1)
	fmt.Fprint(w, "more", 1, "\n")
	w.Flush()
	var sb strings.Builder
	fmt.Fprintf(&sb, "%v-%v", 1, 2)
	io.WriteString(&sb, "!")
	fmt.Println(sb.String(), sb.Len())
	fmt.Println(string(fmt.Appendf([]byte("> "), "%d", 5)), string(fmt.Append(nil, 1, "a")))
	err = fmt.Errorf("wrap %q: %w", "ctx", io.ErrUnexpectedEOF)
	fmt.Println(err, errors.Unwrap(err) == io.ErrUnexpectedEOF)
	multi := fmt.Errorf("%w and %w", io.EOF, errT{9})
	var et errT
	fmt.Println(multi, errors.Is(multi, io.EOF), errors.As(multi, &et), et.code, errors.Unwrap(multi))
	fmt.Println(fmt.Errorf("bad %w", "not an error"), fmt.Errorf("plain"))
	var a, b int
	var word string
	c, err := fmt.Sscanf("10-20 abc", "%d-%d %s", &a, &b, &word)
	fmt.Println(c, err, a, b, word)
	c, err = fmt.Sscan("7 8 nine", &a, &b, &word)
	fmt.Println(c, err, a, b, word)
	c, err = fmt.Sscan("x", &a)
	fmt.Println(c, err)
	fmt.Println(&[]int{1}, &map[string]int{"a": 1}, &[2]string{"x"}, []byte("hi"), [3]byte{1, 2, 3}, 'x', "é")
	fmt.Println(int8(-5), uint8(200), float32(1)/3, 1.0/3, 1e100, -0.0, 1<<40, "tab\there")
	type inner struct{ m map[string][]int }
	fmt.Printf("%v %+v\n", inner{map[string][]int{"k": {1}}}, []inner{{}})
}

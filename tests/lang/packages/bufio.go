// Readers, scanners and writers of bufio on standard input and strings; functions of io.
package main

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"strings"
)

func main() {
	r := bufio.NewReader(os.Stdin)
	line, err := r.ReadString('\n')
	fmt.Printf("%q %v\n", line, err)
	b, _ := r.ReadByte()
	r.UnreadByte()
	ru, size, _ := r.ReadRune()
	peek, _ := r.Peek(3)
	fmt.Printf("%c %c %d %q\n", b, ru, size, peek)
	rest, isPrefix, err := r.ReadLine()
	fmt.Printf("%q %t %v\n", rest, isPrefix, err)
	bs, err := r.ReadBytes(';')
	fmt.Printf("%q %v\n", bs, err)
	sc := bufio.NewScanner(r)
	for n := 1; sc.Scan(); n++ {
		fmt.Printf("%d %q\n", n, sc.Text())
	}
	fmt.Println(sc.Err())
	ws := bufio.NewScanner(strings.NewReader(" some  words\nhere "))
	ws.Split(bufio.ScanWords)
	for ws.Scan() {
		fmt.Print(ws.Text(), ",")
	}
	rs := bufio.NewScanner(strings.NewReader("hé世"))
	rs.Split(bufio.ScanRunes)
	for rs.Scan() {
		fmt.Print(rs.Text(), len(rs.Bytes()), ",")
	}
	fmt.Println()
	long := bufio.NewScanner(strings.NewReader(strings.Repeat("x", 70000)))
	fmt.Println(long.Scan(), long.Err())
	long = bufio.NewScanner(strings.NewReader(strings.Repeat("y", 70000) + "\nz"))
	long.Buffer(nil, 100000)
	for long.Scan() {
		fmt.Print(len(long.Text()), " ")
	}
	fmt.Println(long.Err())
	w := bufio.NewWriterSize(os.Stdout, 16)
	for i := range 10 {
		fmt.Fprint(w, i, ",")
	}
	fmt.Println("|direct, after", w.Buffered(), w.Available(), w.Size())
	w.WriteString("more ")
	w.WriteRune('é')
	w.WriteByte('\n')
	w.Flush()
	var a int
	var s string
	n, err := fmt.Fscan(strings.NewReader("12 word"), &a, &s)
	fmt.Println(n, err, a, s)
	_, err = r.ReadByte()
	fmt.Println(err == io.EOF)
	data, err := io.ReadAll(io.LimitReader(strings.NewReader("limited"), 3))
	fmt.Println(string(data), err)
	var sb strings.Builder
	m, err := io.Copy(&sb, strings.NewReader("copied"))
	fmt.Println(m, err, sb.String())
	full := make([]byte, 4)
	_, err = io.ReadFull(strings.NewReader("ab"), full)
	fmt.Println(err, err == io.ErrUnexpectedEOF)
}

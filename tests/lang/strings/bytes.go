// Package bytes: searching, changing, splitting, and bytes.Buffer.
package main

import (
	"bytes"
	"fmt"
	"io"
)

func main() {
	a, b := []byte("hello, world"), []byte("world")
	fmt.Println(bytes.Contains(a, b), bytes.Index(a, b), bytes.Equal(a[7:], b), bytes.Compare(a, b), bytes.HasPrefix(a, []byte("he")), bytes.Count(a, []byte("l")))
	fmt.Println(string(bytes.ToUpper(a)), string(bytes.Title(b)), string(bytes.TrimSpace([]byte("  x "))), string(bytes.Repeat([]byte("-="), 3)))
	fmt.Printf("%s %q\n", bytes.Split([]byte("a:b:c"), []byte(":")), bytes.Fields([]byte(" x  y ")))
	fmt.Println(string(bytes.Join([][]byte{a, b}, []byte("|"))), string(bytes.ReplaceAll(a, []byte("l"), []byte("L"))), bytes.IndexByte(a, 'z'))
	var buf bytes.Buffer
	buf.WriteString("line one\nline two\nrest")
	buf.WriteByte('!')
	fmt.Fprintf(&buf, " %d", 42)
	line, err := buf.ReadString('\n')
	fmt.Printf("%q %v %d\n", line, err, buf.Len())
	p := make([]byte, 4)
	n, _ := buf.Read(p)
	c, _ := buf.ReadByte()
	fmt.Printf("%d %q %c %q\n", n, p, c, buf.String())
	rest, err := io.ReadAll(&buf)
	_, eof := buf.ReadByte()
	fmt.Printf("%q %v %v %v\n", rest, err, eof, eof == io.EOF)
	buf.Reset()
	buf.Write([]byte("xyz"))
	buf.Truncate(1)
	fmt.Println(buf.String(), buf.Len(), bytes.NewBufferString("init").String())
}

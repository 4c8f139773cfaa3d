// What Go's own tests ask of buffers, readers and temporary files at the edges.
package main

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"runtime"
	"strings"
	"testing"
)

type negative struct{}

func (negative) Read([]byte) (int, error) { return -1, nil }

type closed struct{}

func (closed) Read([]byte) (int, error)  { return 0, io.ErrUnexpectedEOF }
func (closed) Write([]byte) (int, error) { return 0, io.ErrClosedPipe }

// depth says how deep below main it is read.
type depth struct{ frames *int }

func (d depth) Read([]byte) (int, error) {
	*d.frames = runtime.Callers(0, make([]uintptr, 1000))
	return 0, io.EOF
}

// plain takes no strings.
type plain struct{}

func (plain) Write(p []byte) (int, error) { return len(p), nil }

func panicked(what string, f func()) {
	defer func() { fmt.Println(what, "panics:", recover()) }()
	f()
}

func main() {
	panicked("a negative count, buffered", func() { bufio.NewReader(negative{}).Read(make([]byte, 1)) })
	panicked("a negative count, direct", func() { bufio.NewReader(negative{}).Read(make([]byte, 5000)) })
	panicked("a negative count, filled", func() { bufio.NewReader(negative{}).Peek(1) })
	panicked("too much", func() {
		var b bytes.Buffer
		b.Grow(1)
		b.Grow(int(^uint(0) >> 1))
	})
	_, err := bufio.NewReader(closed{}).WriteTo(closed{})
	fmt.Println("both fail:", err)

	line, err := bufio.NewReaderSize(strings.NewReader(strings.Repeat("x", 40)+"\nrest"), 16).ReadString('\n')
	fmt.Println("a long line:", len(line), err)
	fmt.Printf("no index: %.[]|\n", 1)

	shallow, deep := 0, 0
	io.MultiReader(depth{&shallow}).Read(nil)
	var r io.Reader = depth{&deep}
	for i := 0; i < 100; i++ {
		r = io.MultiReader(r)
	}
	r.Read(nil)
	fmt.Println("a chain is as deep as one:", shallow == deep)
	both := io.MultiWriter(plain{}, plain{})
	text := strings.Repeat("x", 100)
	fmt.Println("copies of a string:", testing.AllocsPerRun(100, func() { io.WriteString(both, text) }))

	dir, err := os.MkdirTemp("", "edges")
	fmt.Println("made:", err)
	defer os.RemoveAll(dir)
	for _, pattern := range []string{"a/b", "/", "*/x", "ok*"} {
		f, err := os.CreateTemp(dir+"/", pattern)
		if err == nil {
			fmt.Println("no double slash:", !strings.Contains(f.Name(), "//"))
			f.Close()
			continue
		}
		var path *fs.PathError
		fmt.Println(err, errors.As(err, &path))
		_, err = os.MkdirTemp(dir, pattern)
		fmt.Println(err)
	}
	name, err := os.MkdirTemp(dir+"/none", "x")
	fmt.Println(name == "", err.(*fs.PathError).Path == dir+"/none", os.IsNotExist(err))
}

// Who copies: the calls that io.Copy and what stands on it make of Read, Write, WriteString, ReadFrom and WriteTo.
package main

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
)

// source gives its text in pieces; every third time it gives nothing.
type source struct {
	text  string
	piece int
	calls int
	err   error
}

func (s *source) Read(p []byte) (int, error) {
	s.calls++
	if len(p) <= 100 || len(p) == 32*1024 {
		fmt.Println("  Read", len(p))
	}
	if s.calls%3 == 0 {
		return 0, nil
	}
	if s.text == "" {
		if s.err != nil {
			return 0, s.err
		}
		return 0, io.EOF
	}
	n := copy(p, s.text[:min(s.piece, len(s.text))])
	s.text = s.text[n:]
	return n, nil
}

type writesTo struct{ *source }

func (w writesTo) WriteTo(to io.Writer) (int64, error) {
	fmt.Printf("  WriteTo %T\n", to)
	n, err := io.WriteString(to, w.text)
	w.text = ""
	return int64(n), err
}

// sink takes limit bytes.
type sink struct {
	got   []byte
	limit int
}

func (s *sink) Write(p []byte) (int, error) {
	fmt.Printf("  Write %q\n", p)
	n := min(len(p), s.limit-len(s.got))
	s.got = append(s.got, p[:n]...)
	if n < len(p) {
		return n, errors.New("full")
	}
	return n, nil
}

type stringSink struct{ *sink }

func (s stringSink) WriteString(t string) (int, error) {
	fmt.Printf("  WriteString %q\n", t)
	s.got = append(s.got, t...)
	return len(t), nil
}

type readsFrom struct{ *sink }

func (r readsFrom) ReadFrom(from io.Reader) (int64, error) {
	fmt.Printf("  ReadFrom %T\n", from)
	b := make([]byte, 1000)
	n, err := from.Read(b)
	r.got = append(r.got, b[:n]...)
	return int64(n), err
}

func readers() map[string]func() io.Reader {
	text := "a text that is longer than sixteen bytes are"
	return map[string]func() io.Reader{
		"1 pieces":   func() io.Reader { return &source{text: text, piece: 7} },
		"2 whole":    func() io.Reader { return &source{text: text, piece: 100} },
		"3 fails":    func() io.Reader { return &source{text: text, piece: 20, err: errors.New("broken")} },
		"4 WriterTo": func() io.Reader { return writesTo{&source{text: text, piece: 100}} },
		"5 limited":  func() io.Reader { return io.LimitReader(&source{text: text, piece: 100}, 10) },
		"6 strings":  func() io.Reader { return strings.NewReader(text) },
		"7 bytes":    func() io.Reader { return bytes.NewReader([]byte(text)) },
		"8 buffer":   func() io.Reader { return bytes.NewBufferString(text) },
		"9 bufio":    func() io.Reader { return bufio.NewReaderSize(&source{text: text, piece: 7}, 16) },
		"a bufio of WriterTo": func() io.Reader {
			b := bufio.NewReaderSize(writesTo{&source{text: text, piece: 20}}, 16)
			b.ReadByte()
			return b
		},
		"b multi": func() io.Reader {
			return io.MultiReader(strings.NewReader("one"), io.MultiReader(writesTo{&source{text: "two", piece: 100}}), &source{text: text, piece: 100})
		},
		"c nop":       func() io.Reader { return io.NopCloser(strings.NewReader(text)) },
		"d nop plain": func() io.Reader { return io.NopCloser(&source{text: text, piece: 100}) },
		"e tee":       func() io.Reader { return io.TeeReader(strings.NewReader(text), &sink{limit: 100}) },
		"f empty":     func() io.Reader { return strings.NewReader("") },
	}
}

func writers() map[string]func() (io.Writer, func()) {
	plain := func(limit int) (io.Writer, func()) {
		s := &sink{limit: limit}
		return s, func() { fmt.Printf("got %q\n", s.got) }
	}
	buffered := func(w io.Writer, before string, done func()) (io.Writer, func()) {
		b := bufio.NewWriterSize(w, 16)
		b.WriteString(before)
		return b, func() {
			fmt.Println("buffered", b.Buffered())
			fmt.Println(b.Flush())
			done()
		}
	}
	return map[string]func() (io.Writer, func()){
		"1 plain": func() (io.Writer, func()) { return plain(1000) },
		"2 full":  func() (io.Writer, func()) { return plain(10) },
		"3 string": func() (io.Writer, func()) {
			s := stringSink{&sink{limit: 1000}}
			return s, func() { fmt.Printf("got %q\n", s.got) }
		},
		"4 ReaderFrom": func() (io.Writer, func()) {
			s := readsFrom{&sink{limit: 1000}}
			return s, func() { fmt.Printf("got %q\n", s.got) }
		},
		"5 buffer": func() (io.Writer, func()) {
			var b bytes.Buffer
			return &b, func() { fmt.Printf("got %q\n", b.String()) }
		},
		"6 bufio":                     func() (io.Writer, func()) { w, done := plain(1000); return buffered(w, "", done) },
		"7 bufio begun":               func() (io.Writer, func()) { w, done := plain(1000); return buffered(w, "abc", done) },
		"8 bufio of ReaderFrom":       func() (io.Writer, func()) { return buffered(readsFrom{&sink{limit: 1000}}, "", func() {}) },
		"9 bufio of ReaderFrom begun": func() (io.Writer, func()) { return buffered(readsFrom{&sink{limit: 1000}}, "abc", func() {}) },
		"a bufio full":                func() (io.Writer, func()) { w, done := plain(20); return buffered(w, "abc", done) },
		"b multi": func() (io.Writer, func()) {
			w, done := plain(1000)
			return io.MultiWriter(w, io.MultiWriter(stringSink{&sink{limit: 1000}})), done
		},
		"c discard": func() (io.Writer, func()) { return io.Discard, func() {} },
		"d builder": func() (io.Writer, func()) {
			var b strings.Builder
			return &b, func() { fmt.Printf("got %q\n", b.String()) }
		},
	}
}

func sorted[V any](m map[string]V) (keys []string) {
	for c := '0'; c < 'g'; c++ {
		for k := range m {
			if rune(k[0]) == c {
				keys = append(keys, k)
			}
		}
	}
	return keys
}

func main() {
	for _, r := range sorted(readers()) {
		for _, w := range sorted(writers()) {
			fmt.Printf("%s to %s\n", r, w)
			to, done := writers()[w]()
			fmt.Println(io.Copy(to, readers()[r]()))
			done()
		}
		to, done := writers()["1 plain"]()
		fmt.Println(io.CopyN(to, readers()[r](), 5))
		done()
		to, done = writers()["1 plain"]()
		fmt.Println(io.CopyBuffer(to, readers()[r](), make([]byte, 8)))
		done()
	}
	strings_()
	files()
}

// strings_ writes texts through a buffer.
func strings_() {
	for _, w := range []io.Writer{&sink{limit: 1000}, stringSink{&sink{limit: 1000}}} {
		b := bufio.NewWriterSize(w, 16)
		for _, s := range []string{"short", "a text that is longer than the buffer is", "", "exactly sixteen!", "ü", "日本語日本語日本語"} {
			fmt.Println(b.WriteString(s))
			fmt.Println(b.WriteRune('語'))
			fmt.Println(b.Buffered(), b.Available())
		}
		fmt.Println(b.WriteRune(-1))
		b.Reset(b)
		fmt.Println(b.Flush())
	}
	b := bufio.NewWriterSize(&sink{}, 16)
	fmt.Println(b.WriteString("more than sixteen bytes"))
	fmt.Println(b.WriteRune('x'))
	fmt.Println(b.ReadFrom(strings.NewReader("x")))
	never := bufio.NewWriterSize(&sink{}, 16)
	fmt.Println(never.ReadFrom(nothing{}))
}

type nothing struct{}

func (nothing) Read([]byte) (int, error) { return 0, nil }

func files() {
	f, err := os.CreateTemp("", "copying")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.Remove(f.Name())
	fmt.Println(io.Copy(f, &source{text: "into a file", piece: 4}))
	fmt.Println(io.Copy(f, strings.NewReader(", and more")))
	f.Seek(0, io.SeekStart)
	fmt.Println(io.Copy(readsFrom{&sink{limit: 100}}, f))
	f.Seek(0, io.SeekStart)
	fmt.Println(io.Copy(&sink{limit: 100}, f))
	f.Seek(0, io.SeekStart)
	fmt.Println(f.WriteTo(os.Stdout))
	fmt.Println(os.Stdout.ReadFrom(strings.NewReader("to standard output\n")))
	f.Close()
	_, err = io.Copy(f, strings.NewReader("x"))
	fmt.Println(errors.Is(err, os.ErrClosed))
	_, err = io.Copy(&sink{}, f)
	fmt.Println(errors.Is(err, os.ErrClosed))
}

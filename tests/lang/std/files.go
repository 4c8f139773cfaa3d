// Readers, writers and scanners on odd input: short reads, errors, long lines; paths, files,
// tabwriter.
package main

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"text/tabwriter"
)

type slow struct {
	s string
	n int
}

func (r *slow) Read(p []byte) (int, error) {
	if r.s == "" {
		return 0, io.EOF
	}
	n := r.n
	if n > len(r.s) {
		n = len(r.s)
	}
	n = copy(p, r.s[:n])
	r.s = r.s[n:]
	return n, nil
}

type badW struct{ n int }

func (b *badW) Write(p []byte) (int, error) {
	if b.n < len(p) {
		return b.n, errors.New("bad")
	}
	b.n -= len(p)
	return len(p), nil
}

type myErr struct{ c int }

func (m *myErr) Error() string        { return fmt.Sprint("my", m.c) }
func (m *myErr) Is(target error) bool { return target == io.EOF }

func main() {
	p := fmt.Println
	long := strings.Repeat("x", 70000)
	text := "one two\r\nthree  four\n\n日本 x\nlast"
	for _, split := range []bufio.SplitFunc{bufio.ScanLines, bufio.ScanWords, bufio.ScanRunes, bufio.ScanBytes} {
		for _, n := range []int{1, 3, 100} {
			sc := bufio.NewScanner(&slow{text, n})
			sc.Split(split)
			for sc.Scan() {
				fmt.Printf("%q ", sc.Text())
			}
			p(sc.Err())
		}
	}
	sc := bufio.NewScanner(strings.NewReader(long + "\nab"))
	p(sc.Scan(), sc.Err())
	sc = bufio.NewScanner(strings.NewReader(long + "\nab"))
	sc.Buffer(make([]byte, 0, 10), 100000)
	p(sc.Scan(), len(sc.Text()), sc.Scan(), sc.Text(), sc.Scan(), sc.Err())
	sc = bufio.NewScanner(strings.NewReader("\xff\xfea"))
	sc.Split(bufio.ScanRunes)
	for sc.Scan() {
		fmt.Printf("%q ", sc.Bytes())
	}
	sc = bufio.NewScanner(strings.NewReader("a,b,,c"))
	sc.Split(func(data []byte, atEOF bool) (int, []byte, error) {
		if i := bytes.IndexByte(data, ','); i >= 0 {
			return i + 1, data[:i], nil
		}
		if atEOF && len(data) > 0 {
			return len(data), data, bufio.ErrFinalToken
		}
		return 0, nil, nil
	})
	for sc.Scan() {
		fmt.Printf("%q ", sc.Text())
	}
	p()
	br := bufio.NewReaderSize(&slow{text + long + "\nend", 7}, 16)
	p(br.ReadString('\n'))
	l, isP, err := br.ReadLine()
	p(string(l), isP, err)
	p(br.Peek(3))
	p(br.Peek(100))
	p(br.ReadByte())
	p(br.UnreadByte(), br.Buffered() > 0, br.Size())
	p(br.ReadRune())
	p(br.ReadRune())
	p(br.UnreadRune(), br.UnreadRune())
	p(br.Discard(2))
	l, err = br.ReadSlice('\n')
	fmt.Printf("%q %v\n", l, err)
	l, err = br.ReadSlice('\n')
	fmt.Printf("%q %v\n", l, err)
	bs, err := br.ReadBytes('\n')
	p(len(bs), err)
	p(br.ReadString('\n'))
	p(br.ReadString('\n'))
	p(br.ReadByte())
	br.Reset(strings.NewReader("zz"))
	p(br.WriteTo(os.Stdout))
	var out bytes.Buffer
	bw := bufio.NewWriterSize(&out, 16)
	bw.WriteString("hello")
	p(out.Len(), bw.Buffered(), bw.Available(), bw.Size())
	bw.WriteByte('!')
	bw.WriteRune('世')
	bw.Write([]byte(strings.Repeat("ab", 20)))
	p(out.Len(), bw.Buffered())
	p(bw.ReadFrom(&slow{"from reader", 2}))
	p(bw.Flush(), out.String())
	bw = bufio.NewWriterSize(&badW{5}, 16)
	p(bw.WriteString("0123456789"))
	p(bw.Flush())
	p(bw.WriteString("x"))
	rw := bufio.NewReadWriter(bufio.NewReader(strings.NewReader("in")), bufio.NewWriter(&out))
	p(rw.ReadString('x'))
	p(rw.WriteString("q"))

	p(io.ReadAll(&slow{"abcdef", 2}))
	b4 := make([]byte, 4)
	p(io.ReadFull(&slow{"abcdef", 3}, b4))
	p(io.ReadFull(&slow{"ab", 3}, b4))
	p(io.ReadFull(&slow{"", 3}, b4))
	p(io.ReadAtLeast(strings.NewReader("abc"), b4, 5))
	p(io.Copy(&out, &slow{"copy me", 3}))
	p(io.CopyN(&out, strings.NewReader("copy me"), 3))
	p(io.CopyN(&out, strings.NewReader("copy me"), 30))
	p(io.Copy(&badW{3}, strings.NewReader("copy me")))
	var o2, o3 strings.Builder
	mw := io.MultiWriter(&o2, &o3)
	fmt.Fprint(mw, "multi")
	p(o2.String(), o3.String())
	mr := io.MultiReader(strings.NewReader("a"), strings.NewReader(""), strings.NewReader("bc"))
	p(io.ReadAll(mr))
	tr := io.TeeReader(strings.NewReader("tee"), &o2)
	io.ReadAll(tr)
	p(o2.String())
	lr := io.LimitReader(strings.NewReader("limited"), 3)
	p(io.ReadAll(lr))
	sr := io.NewSectionReader(strings.NewReader("0123456789"), 2, 5)
	p(sr.Size())
	p(sr.Seek(1, io.SeekStart))
	p(io.ReadAll(sr))
	p(sr.ReadAt(b4, 3))
	p(sr.Seek(-1, io.SeekStart))
	p(io.WriteString(io.Discard, "x"))
	rc := io.NopCloser(strings.NewReader("x"))
	p(rc.Close())

	dir, err := os.MkdirTemp("", "vole")
	if err != nil {
		p(err)
		return
	}
	defer os.RemoveAll(dir)
	show := func(err error) {
		if err == nil {
			p("ok")
			return
		}
		p(strings.ReplaceAll(err.Error(), dir, "DIR"), errors.Is(err, os.ErrNotExist), errors.Is(err, fs.ErrExist), os.IsNotExist(err), os.IsExist(err))
	}
	f := filepath.Join(dir, "f.txt")
	show(os.WriteFile(f, []byte("line1\nline2\n"), 0644))
	d, err := os.ReadFile(f)
	p(string(d), err)
	_, err = os.ReadFile(f + "x")
	show(err)
	_, err = os.ReadFile(dir)
	show(err)
	show(os.Mkdir(dir, 0755))
	show(os.MkdirAll(filepath.Join(dir, "a/b/c"), 0755))
	show(os.MkdirAll(filepath.Join(f, "x"), 0755))
	show(os.Remove(filepath.Join(dir, "a")))
	show(os.Remove(filepath.Join(dir, "nope")))
	show(os.Rename(f, filepath.Join(dir, "a/g.txt")))
	show(os.Rename(f, filepath.Join(dir, "z")))
	g := filepath.Join(dir, "a/g.txt")
	st, err := os.Stat(g)
	p(st.Name(), st.Size(), st.Mode(), st.IsDir(), err)
	st, err = os.Stat(filepath.Join(dir, "a"))
	p(st.Name(), st.Mode(), st.IsDir(), err)
	_, err = os.Stat(f)
	show(err)
	h, err := os.OpenFile(g, os.O_RDWR|os.O_APPEND, 0)
	show(err)
	p(h.WriteString("appended"))
	p(h.Seek(2, io.SeekStart))
	p(h.Read(b4))
	p(string(b4))
	p(h.ReadAt(b4, 100))
	st, _ = h.Stat()
	p(st.Size())
	p(h.Truncate(3), h.Sync(), h.Close())
	show(h.Close())
	_, err = h.Read(b4)
	show(err)
	_, err = os.OpenFile(g, os.O_CREATE|os.O_EXCL, 0644)
	show(err)
	c, err := os.Create(filepath.Join(dir, "new"))
	show(err)
	fmt.Fprintf(c, "%d\n", 42)
	c.Close()
	es, err := os.ReadDir(dir)
	for _, e := range es {
		fmt.Print(e.Name(), e.IsDir(), " ")
	}
	p(err)
	_, err = os.ReadDir(f)
	show(err)
	show(filepath.Walk(dir, func(path string, info fs.FileInfo, err error) error {
		r, _ := filepath.Rel(dir, path)
		p(r, info.IsDir(), err)
		if info.Name() == "b" {
			return filepath.SkipDir
		}
		return nil
	}))
	show(filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		r, _ := filepath.Rel(dir, path)
		p(r, d.IsDir(), err)
		return nil
	}))
	m, err := filepath.Glob(filepath.Join(dir, "*"))
	p(len(m), err)
	m, err = filepath.Glob(filepath.Join(dir, "*/*.txt"))
	p(len(m), err)
	show(os.Symlink("new", filepath.Join(dir, "ln")))
	p(os.Readlink(filepath.Join(dir, "ln")))
	show(os.Chmod(filepath.Join(dir, "new"), 0600))
	st, _ = os.Lstat(filepath.Join(dir, "ln"))
	p(st.Mode())
	os.Setenv("VOLE_X", "val")
	p(os.Getenv("VOLE_X"), os.ExpandEnv("$VOLE_X-${VOLE_X}x$NOPE"), os.Expand("$a ${b}", strings.ToUpper))
	v, ok := os.LookupEnv("VOLE_X")
	p(v, ok)
	os.Unsetenv("VOLE_X")
	v, ok = os.LookupEnv("VOLE_X")
	p(v, ok, os.Setenv("", "x"), os.Setenv("a=b", "x"))
	p(os.Chdir(dir))
	wd, _ := os.Getwd()
	p(filepath.Base(wd) == filepath.Base(dir), len(os.Args))
	show(os.RemoveAll(filepath.Join(dir, "a")))
	show(os.RemoveAll(filepath.Join(dir, "a")))

	e1 := errors.New("e1")
	e2 := fmt.Errorf("e2: %w", e1)
	e3 := errors.Join(e2, nil, &myErr{3})
	p(errors.Is(e3, e1), errors.Is(e3, io.EOF), errors.Is(e3, io.ErrShortWrite), e3, errors.Join(nil, nil) == nil, errors.Unwrap(e3), errors.Unwrap(e2) == e1)
	var me *myErr
	p(errors.As(e3, &me), me.c)
	var ie interface{ Is(error) bool }
	p(errors.As(e3, &ie), errors.As(e1, &me), errors.Is(nil, e1), errors.Is(nil, nil))
	for _, f := range []func(){func() { errors.As(e1, nil) }, func() { errors.As(e1, me.c) }, func() { var s string; errors.As(e1, &s) }} {
		func() {
			defer func() { p(recover()) }()
			f()
		}()
	}

	for _, s := range []string{"", ".", "..", "/", "//", "a", "/a", "a/", "a//b", "a/../b", "../a", "a/../../b", "/../a", "/a/b/../../..", "./a/./b/", "a.b/c.txt", "x.tar.gz", ".hidden", "a/.b", "/a/b/c.", "a/b/..", "../../x/.."} {
		dd, ff := path.Split(s)
		p(s, path.Clean(s), path.Base(s), path.Dir(s), path.Ext(s), path.IsAbs(s), dd, ff, path.Join(s, "x"), path.Join("r", s), filepath.Clean(s), filepath.Base(s), filepath.Dir(s), filepath.IsLocal(s))
	}
	for _, c := range [][2]string{{"*", ""}, {"*", "abc"}, {"*", "a/b"}, {"a*", "abc"}, {"a*c", "abc"}, {"a*b*c", "axbyc"}, {"?", "é"}, {"?", "/"}, {"[a-c]", "b"}, {"[^a-c]", "b"}, {"[^a-c]", "d"}, {"[", "a"}, {"[a", "a"}, {"[]a]", "]"}, {"[-]", "-"}, {"[x-]", "x"}, {"a\\*", "a*"}, {"a\\", "a"}, {"[\\]a]", "]"}, {"*x", "xxx"}, {"a[b", "x"}, {"*.go", "dir/x.go"}, {"*/*.go", "dir/x.go"}, {"é*", "éa"}, {"[é-ü]", "ë"}, {"", ""}, {"a", ""}, {"**", "ab"}, {"*a*", "bbb"}, {"x[^", "xa"}} {
		r, err := path.Match(c[0], c[1])
		r2, err2 := filepath.Match(c[0], c[1])
		p(c, r, err, r2, err2)
	}
	for _, c := range [][2]string{{"a", "a"}, {"a/b", "a/c/d"}, {"/a", "/a/b"}, {"/a/b", "/c"}, {"a", "/b"}, {".", "a"}, {"a", "."}, {"..", "a"}, {"../..", ".."}, {"a/b/c", "a"}} {
		p(filepath.Rel(c[0], c[1]))
	}
	p(filepath.SplitList("a:b::c"), len(filepath.SplitList("")), fs.ValidPath("a/b"), fs.ValidPath("/a"), fs.ValidPath("a/../b"))

	src := "a\tb\tc\naaa\tbbbb\tc\n\nx\ty\n\tindent\tq\nno tabs here\né\tü\t\t|\nlast\tcell"
	for _, flags := range []uint{0, tabwriter.AlignRight, tabwriter.Debug, tabwriter.AlignRight | tabwriter.Debug, tabwriter.DiscardEmptyColumns, tabwriter.TabIndent, tabwriter.FilterHTML, tabwriter.StripEscape} {
		for _, pc := range []byte{' ', '.', '\t'} {
			for _, cfg := range [][3]int{{0, 8, 1}, {5, 0, 2}, {8, 4, 0}} {
				w := tabwriter.NewWriter(os.Stdout, cfg[0], cfg[1], cfg[2], pc, flags)
				fmt.Fprint(w, src)
				fmt.Fprintf(w, "\n<b>x</b>\t&amp;\tz\t\n\xffesc\taped\xff\tq\tr\n\v\va\vb\n\t\tx\nff\tgg\fhh\tii\tjj\n")
				w.Flush()
				p("----", flags, pc, cfg)
			}
		}
	}
}

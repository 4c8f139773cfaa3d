// Each function of strings and bytes on each of many texts and patterns; Builder, Buffer, Reader,
// Replacer.
package main

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"strings"
	"unicode"
)

func q(a ...any) {
	for _, x := range a {
		fmt.Printf("%q ", x)
	}
	fmt.Println()
}

var ss = []string{"", "a", "abc", "aaa", "héllo wörld", "  lead and trail \t\n", "a,b,c,,d", "日本語テキスト", "\xff\xfeab\xff", "ABC def GHI", "ǅ ǆ Ǆ ß İ ı ſ K", "x\u2003y\u0085z", "foo bar\u00a0baz", "...dots...", "UPPER", "lower", "MiXeD123", "\x00nul\x00", "a\u0301e\u0301", "ab" + "ab" + "ab"}
var pats = []string{"", "a", "b", "ab", ",", "é", "本", " ", "\xff", "zz", "A", "ü", "aa", ".", "\ufffd"}

func pan(f func()) {
	defer func() { fmt.Println("panic:", recover()) }()
	f()
}

func main() {
	for _, s := range ss {
		q(strings.ToUpper(s), strings.ToLower(s), strings.ToTitle(s), strings.Title(s), strings.TrimSpace(s), strings.Fields(s), strings.ToValidUTF8(s, "?"), strings.ToValidUTF8(s, ""), strings.Clone(s))
		q(strings.Map(func(r rune) rune {
			if r == 'a' {
				return -1
			}
			return r + 1
		}, s), strings.Map(func(r rune) rune { return r }, s))
		q(strings.FieldsFunc(s, func(r rune) bool { return r == 'a' || r == ' ' }), strings.IndexFunc(s, unicode.IsUpper), strings.LastIndexFunc(s, unicode.IsSpace), strings.TrimFunc(s, unicode.IsLetter), strings.TrimLeftFunc(s, unicode.IsSpace), strings.TrimRightFunc(s, unicode.IsPunct))
		b := []byte(s)
		q(bytes.ToUpper(b), bytes.ToLower(b), bytes.ToTitle(b), bytes.Title(b), bytes.TrimSpace(b), bytes.Fields(b), bytes.ToValidUTF8(b, []byte("?")), bytes.Runes(b), bytes.TrimSpace(b) == nil)
		q(bytes.FieldsFunc(b, func(r rune) bool { return r == 'a' || r == ' ' }), bytes.IndexFunc(b, unicode.IsUpper), bytes.LastIndexFunc(b, unicode.IsSpace), bytes.TrimFunc(b, unicode.IsLetter))
		for _, p := range pats {
			q(strings.Index(s, p), strings.LastIndex(s, p), strings.Contains(s, p), strings.Count(s, p), strings.HasPrefix(s, p), strings.HasSuffix(s, p), strings.IndexAny(s, p), strings.LastIndexAny(s, p), strings.ContainsAny(s, p), strings.Compare(s, p), strings.EqualFold(s, p))
			q(strings.Split(s, p), strings.SplitN(s, p, 2), strings.SplitN(s, p, 0), strings.SplitN(s, p, 1), strings.SplitAfter(s, p), strings.SplitAfterN(s, p, 3))
			q(strings.Replace(s, p, "XY", -1), strings.Replace(s, p, "", 2), strings.ReplaceAll(s, p, "aab"), strings.Replace(s, p, "z", 1), strings.Replace(s, p, "é", 0))
			q(strings.Trim(s, p), strings.TrimLeft(s, p+"a "), strings.TrimRight(s, p+"\xff "), strings.TrimPrefix(s, p), strings.TrimSuffix(s, p))
			x, y, z := strings.Cut(s, p)
			q(x, y, z)
			x, z = strings.CutPrefix(s, p)
			q(x, z)
			x, z = strings.CutSuffix(s, p)
			q(x, z)
			for _, r := range p {
				q(strings.IndexRune(s, r), strings.ContainsRune(s, r))
			}
			if len(p) == 1 {
				q(strings.IndexByte(s, p[0]), strings.LastIndexByte(s, p[0]), bytes.IndexByte(b, p[0]))
			}
			pb := []byte(p)
			q(bytes.Index(b, pb), bytes.LastIndex(b, pb), bytes.Contains(b, pb), bytes.Count(b, pb), bytes.HasPrefix(b, pb), bytes.HasSuffix(b, pb), bytes.IndexAny(b, p), bytes.LastIndexAny(b, p), bytes.Compare(b, pb), bytes.Equal(b, pb), bytes.EqualFold(b, pb))
			q(bytes.Split(b, pb), bytes.SplitN(b, pb, 2), bytes.SplitAfter(b, pb), bytes.Replace(b, pb, []byte("XY"), -1), bytes.ReplaceAll(b, pb, nil))
			q(bytes.Trim(b, p), bytes.TrimLeft(b, p), bytes.TrimRight(b, p), bytes.TrimPrefix(b, pb), bytes.TrimSuffix(b, pb), bytes.Trim(b, p) == nil, bytes.TrimLeft(b, p) == nil, bytes.TrimRight(b, p) == nil)
		}
	}
	q(strings.Repeat("ab", 3), strings.Repeat("x", 0), strings.Repeat("", 100), strings.Join(nil, ","), strings.Join([]string{"a"}, ","), strings.Join(ss, "|"), bytes.Join([][]byte{[]byte("a"), []byte("b")}, []byte(", ")), bytes.Repeat([]byte("ab"), 2))
	pan(func() { strings.Repeat("x", -1) })
	pan(func() { bytes.Repeat([]byte("x"), -1) })
	pan(func() { strings.Repeat("xxxxxxxx", 1<<61) })
	pan(func() { strings.NewReplacer("a") })
	q(strings.EqualFold("Straße", "STRASSE"), strings.EqualFold("ſK", "Sk"), strings.EqualFold("ΣςΣ", "σΣς"), strings.EqualFold("ǅ", "ǆ"), strings.EqualFold("Go", "GO"), strings.EqualFold("é", "É"), strings.EqualFold("a", "ab"))
	r := strings.NewReplacer("a", "1", "aa", "2", "b", "", "<", "&lt;", "é", "E")
	q(r.Replace("aaabé<c"), r.Replace("xyz"), r.Replace(""))
	r = strings.NewReplacer("", "-", "ab", "X")
	q(r.Replace("abcab"), r.Replace(""), r.Replace("é"))
	r = strings.NewReplacer("aa", "2", "a", "1", "hello", "HI", "hell", "no", "", "_")
	q(r.Replace("aaahellohellx"))
	r = strings.NewReplacer("a", "b", "a", "c", "b", "a")
	q(r.Replace("abab"))
	r.WriteString(os.Stdout, "xaby\n")
	var sb strings.Builder
	sb.WriteString("hé")
	sb.WriteByte('x')
	sb.WriteRune('世')
	sb.WriteRune(-1)
	sb.Write([]byte("zz"))
	fmt.Fprintf(&sb, "%d", 5)
	q(sb.String(), sb.Len(), sb.Cap() >= sb.Len())
	sb.Reset()
	sb.Grow(10)
	q(sb.String(), sb.Len(), sb.Cap() >= 10)
	pan(func() { sb.Grow(-1) })
	pan(func() { c := sb; c.WriteByte('a'); d := c; d.WriteByte('b'); fmt.Println(d.Len()) })
	rd := strings.NewReader("héllo")
	ch, n, err := rd.ReadRune()
	q(ch, n, err)
	ch, n, err = rd.ReadRune()
	fmt.Println(ch, n, err, rd.Len(), rd.Size(), rd.UnreadRune(), rd.Len(), rd.UnreadRune())
	bb := make([]byte, 3)
	fmt.Println(rd.Read(bb))
	fmt.Println(rd.Seek(-2, io.SeekEnd))
	fmt.Println(rd.Seek(-20, io.SeekEnd))
	fmt.Println(rd.Seek(0, 7))
	fmt.Println(rd.ReadByte())
	fmt.Println(rd.ReadAt(bb, 1))
	fmt.Println(rd.ReadAt(bb, 4))
	fmt.Println(rd.ReadAt(bb, -4))
	fmt.Println(rd.WriteTo(os.Stdout))
	fmt.Println(rd.ReadByte())
	rd.Reset("")
	fmt.Println(rd.UnreadByte())
	all, err := io.ReadAll(strings.NewReader("all of it"))
	fmt.Println(string(all), err)

	var buf bytes.Buffer
	fmt.Println(buf.ReadByte())
	fmt.Println(buf.UnreadByte(), buf.UnreadRune())
	buf.WriteString("hello, world\nline 2\nrest")
	fmt.Println(buf.ReadString('\n'))
	fmt.Println(buf.ReadBytes('\n'))
	fmt.Println(buf.ReadString('\n'))
	fmt.Println(buf.ReadString('\n'))
	for i := 0; i < 1000; i++ {
		fmt.Fprintf(&buf, "%d,", i)
	}
	fmt.Println(buf.Len(), string(buf.Next(10)), buf.Len())
	buf.Truncate(5)
	fmt.Println(buf.String(), buf.UnreadByte())
	fmt.Println(buf.ReadRune())
	fmt.Println(buf.UnreadRune(), buf.UnreadRune())
	pan(func() { buf.Truncate(100) })
	buf.Reset()
	fmt.Println(buf.ReadFrom(strings.NewReader(strings.Repeat("xyz", 1000))))
	fmt.Println(buf.Len())
	buf.WriteRune('é')
	buf.WriteByte('!')
	x := bytes.NewBufferString("init")
	fmt.Println(x, x.Len())
	fmt.Println(x.WriteTo(os.Stdout))
	var np *bytes.Buffer
	fmt.Println(np.String())
	br := bytes.NewReader([]byte("abc"))
	fmt.Println(br.Len(), br.Size())
	fmt.Println(br.ReadByte())
	fmt.Println(br.UnreadRune())
	d := []byte("a,b,c")
	p2 := bytes.Split(d, []byte(","))
	p2[0] = append(p2[0], 'X')
	fmt.Println(string(d), len(p2), cap(p2[0]))
}

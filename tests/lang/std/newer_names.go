// Functions that versions of Go after 1.19 added here and there.
package main

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/ecdsa"
	"crypto/elliptic"
	"encoding/xml"
	"expvar"
	"fmt"
	"go/ast"
	"go/build/constraint"
	"go/token"
	"io"
	"log"
	"strings"
	"testing/fstest"
)

func archives() {
	fsys := fstest.MapFS{"a/b.txt": {Data: []byte("hello"), Mode: 0o640}, "c": {Data: []byte(strings.Repeat("x", 1000))}}
	var buffer bytes.Buffer
	w := tar.NewWriter(&buffer)
	fmt.Println(w.AddFS(fsys), w.Close())
	r := tar.NewReader(&buffer)
	for {
		h, err := r.Next()
		if err != nil {
			fmt.Println(err)
			break
		}
		data, err := io.ReadAll(r)
		fmt.Println(h.Name, h.Size, h.FileInfo().Mode(), len(data), err)
	}
	buffer.Reset()
	z := zip.NewWriter(&buffer)
	fmt.Println(z.AddFS(fsys), z.Close())
	zr, err := zip.NewReader(bytes.NewReader(buffer.Bytes()), int64(buffer.Len()))
	fmt.Println(err)
	for _, f := range zr.File {
		fmt.Println(f.Name, f.Method, f.UncompressedSize64, f.Mode())
	}
	fmt.Println(tar.ErrInsecurePath, zip.ErrInsecurePath)
}

func secrets() {
	block, _ := aes.NewCipher(make([]byte, 16))
	gcm, err := cipher.NewGCMWithRandomNonce(block)
	fmt.Println(gcm.NonceSize(), gcm.Overhead(), err)
	sealed := gcm.Seal([]byte("head"), nil, []byte("secret"), []byte("more"))
	fmt.Println(len(sealed), string(sealed[:4]))
	plain, err := gcm.Open(nil, nil, sealed[4:], []byte("more"))
	fmt.Println(string(plain), err)
	_, err = gcm.Open(nil, nil, sealed[4:], []byte("less"))
	fmt.Println(err)
	_, err = gcm.Open(nil, nil, sealed[:5], nil)
	fmt.Println(err)
	raw := bytes.Repeat([]byte{7}, 32)
	key, err := ecdsa.ParseRawPrivateKey(elliptic.P256(), raw)
	fmt.Printf("%x %v\n", key.X, err)
	again, err := key.Bytes()
	fmt.Println(bytes.Equal(raw, again), err)
	public, err := key.PublicKey.Bytes()
	parsed, err2 := ecdsa.ParseUncompressedPublicKey(elliptic.P256(), public)
	fmt.Println(len(public), err, parsed.Equal(&key.PublicKey), err2)
	_, err = ecdsa.ParseRawPrivateKey(elliptic.P256(), raw[1:])
	_, err2 = ecdsa.ParseUncompressedPublicKey(elliptic.P256(), public[:9])
	fmt.Println(err != nil, err2 != nil)
	_, err = ecdsa.ParseRawPrivateKey(elliptic.P384(), make([]byte, 48))
	fmt.Println(err != nil)
}

func source() {
	for _, text := range []string{"//go:generate stringer -type Op", "//go:build", "// go:x", "//line foo", "//a:b  x \"y z\" `q`  ", "//Go:x", "//x:Y",
		"//x1:y2\tz", "//:x", "//x:", "/* x:y */", "//go:x \"q", "//go:x \"q\"r"} {
		d, ok := ast.ParseDirective(100, text)
		fmt.Printf("%q %v %+v %d %d\n", text, ok, d, d.Pos(), d.End())
		if ok {
			args, err := d.ParseArgs()
			fmt.Println(args, err != nil)
		}
	}
	for _, line := range []string{"linux && go1.22", "(linux && go1.22) || (windows && go1.20)", "linux", "linux || (windows && go1.22)", "!go1.22",
		"go1", "!(!go1.5 || !go1.7)", "go1.x", "go2.1", "go1.20 && go1.22"} {
		x, err := constraint.Parse("//go:build " + line)
		fmt.Printf("%s: %q %v\n", line, constraint.GoVersion(x), err)
	}
	one, two := token.NewFileSet(), token.NewFileSet()
	a, b := one.AddFile("a", 1, 10), one.AddFile("b", 20, 5)
	two.AddExistingFiles(b, a, b)
	fmt.Println(two.Base(), two.File(22).Name(), two.File(3).Name(), two.File(15))
	two.Iterate(func(f *token.File) bool { fmt.Println(f.Name()); return true })
}

func main() {
	archives()
	secrets()
	source()
	var buffer bytes.Buffer
	e := xml.NewEncoder(&buffer)
	e.EncodeToken(xml.StartElement{Name: xml.Name{Local: "a"}})
	fmt.Println(e.Close())
	fmt.Println(e.Close(), buffer.String())
	e = xml.NewEncoder(&buffer)
	fmt.Println(e.Encode(1), e.Close(), e.Encode(2), buffer.String())

	m := expvar.NewMap("m")
	m.Add("i", 2)
	m.AddFloat("f", 1.5)
	m.Add("f", 1)
	m.Set("s\"", new(expvar.String))
	m.Set("g", expvar.Func(func() any { return []int{1} }))
	fmt.Println(m, expvar.Get("m") == m, expvar.Get("x"))
	m.Delete("f")
	m.Do(func(kv expvar.KeyValue) { fmt.Println(kv.Key, kv.Value) })
	n := expvar.NewInt("n")
	n.Set(5)
	n.Add(-2)
	f := expvar.NewFloat("f")
	f.Add(0.25)
	fmt.Println(n, f, n.Value(), f.Value(), expvar.NewString("s"))
	expvar.Do(func(kv expvar.KeyValue) { fmt.Print(kv.Key, " ") })
	log.SetFlags(0)
	defer func() { fmt.Println(recover()) }()
	expvar.NewInt("n")
}

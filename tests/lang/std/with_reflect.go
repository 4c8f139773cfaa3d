// Packages of Go's own library that look into values: JSON, XML, gob, templates, flags; big numbers, digests, ciphers, other programs.
package main

import (
	"bytes"
	"compress/gzip"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/md5"
	"crypto/rand"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/base64"
	"encoding/binary"
	"encoding/gob"
	"encoding/json"
	"encoding/xml"
	"flag"
	"fmt"
	"go/format"
	"go/parser"
	"go/token"
	"hash/adler32"
	"hash/crc32"
	"html/template"
	"io"
	"math/big"
	"os"
	"os/exec"
	"strings"
	ttemplate "text/template"
)

type P struct {
	Name string             `json:"name" xml:"name,attr"`
	Age  int                `json:"age,omitempty" xml:"age"`
	Tags []string           `json:"tags" xml:"tags>tag"`
	M    map[string]float64 `json:"m" xml:"-"`
}

func main() {
	fmt.Printf("%x\n%x\n%x\n%x\n", md5.Sum([]byte("hello")), sha1.Sum([]byte("hello")), sha256.Sum256([]byte("hello")), sha512.Sum512([]byte("hello")))
	h := hmac.New(sha256.New, []byte("k"))
	h.Write([]byte(strings.Repeat("abc", 1000)))
	fmt.Println(base64.StdEncoding.EncodeToString(h.Sum(nil)), crc32.ChecksumIEEE([]byte("hello")), adler32.Checksum([]byte("hello")))
	b, err := json.Marshal(P{"bob", 3, []string{"a", "b"}, map[string]float64{"z": 1.5, "a": 2}})
	fmt.Println(string(b), err)
	var p P
	err = json.Unmarshal([]byte(`{"name":"al","age":7,"tags":["x"],"m":{"q":1e3}}`), &p)
	fmt.Printf("%+v %v\n", p, err)
	var any any
	json.Unmarshal([]byte(`{"a":[1,2,{"b":null}],"c":"\u00e9"}`), &any)
	fmt.Println(any)
	err = json.Unmarshal([]byte(`{"name":5}`), &p)
	fmt.Println(err)
	x, err := xml.MarshalIndent(p, "", " ")
	fmt.Println(string(x), err)
	var buf bytes.Buffer
	gob.NewEncoder(&buf).Encode(p)
	var q P
	fmt.Println(gob.NewDecoder(&buf).Decode(&q), q)
	f := big.NewInt(1)
	for i := int64(1); i <= 300; i++ {
		f.Mul(f, big.NewInt(i))
	}
	fmt.Println(f)
	g := new(big.Int).Exp(f, big.NewInt(20), nil)
	fmt.Println(g.BitLen(), new(big.Int).Mod(g, big.NewInt(1000000007)), new(big.Int).Sqrt(f).BitLen())
	r := big.NewRat(3, 7)
	fmt.Println(r.Add(r, big.NewRat(1, 3)), r.FloatString(10), new(big.Float).SetPrec(200).Quo(big.NewFloat(1), big.NewFloat(3)))
	block, _ := aes.NewCipher([]byte("0123456789abcdef"))
	ct := make([]byte, 16)
	cipher.NewCBCEncrypter(block, make([]byte, 16)).CryptBlocks(ct, []byte("exampleplaintext"))
	fmt.Printf("%x\n", ct)
	rb := make([]byte, 8)
	n, err := rand.Read(rb)
	fmt.Println(n, err)
	binary.Write(&buf, binary.LittleEndian, struct {
		A uint16
		B int32
	}{1, -2})
	fmt.Println(buf.Bytes())
	var zb bytes.Buffer
	zw := gzip.NewWriter(&zb)
	zw.Write([]byte(strings.Repeat("hello", 100)))
	zw.Close()
	zr, _ := gzip.NewReader(&zb)
	out, _ := io.ReadAll(zr)
	fmt.Println(len(out))
	ttemplate.Must(ttemplate.New("t").Parse("{{range $i, $e := .}}{{$i}}={{$e.Name | printf \"%q\"}} {{end}}\n")).Execute(os.Stdout, []P{p, q})
	template.Must(template.New("t").Parse("<a href=\"{{.}}\">{{.}}</a><script>x={{.}}</script>\n")).Execute(os.Stdout, "<b>&\"")
	fs := flag.NewFlagSet("x", flag.ContinueOnError)
	fs.SetOutput(os.Stdout)
	v := fs.Int("n", 5, "the `number`")
	fmt.Println(fs.Parse([]string{"-n", "7", "rest"}), *v, fs.Args())
	fs.PrintDefaults()
	_, err = parser.ParseFile(token.NewFileSet(), "x.go", "package x\nfunc f( {}", 0)
	fmt.Println(err)
	src, err := format.Source([]byte("package x\nfunc   f ( ) {  a:=1;_=a}"))
	fmt.Println(string(src), err)
	o, err := exec.Command("sh", "-c", "echo hi; echo err >&2; exit 3").CombinedOutput()
	fmt.Printf("%s %v\n", o, err)
}

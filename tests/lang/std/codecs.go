// Packages of Go's own library that compress and encode bytes, and hashes.
package main

import (
	"bytes"
	"compress/bzip2"
	"compress/flate"
	"compress/lzw"
	"encoding/ascii85"
	"encoding/base32"
	"encoding/hex"
	"fmt"
	"hash/adler32"
	"hash/crc32"
	"hash/crc64"
	"hash/fnv"
	"hash/maphash"
	"io"
	"mime/quotedprintable"
	"os"
	"strings"
)

func main() {
	text := []byte(strings.Repeat("All of Go's library. ", 400))
	for level := flate.HuffmanOnly; level <= 9; level += 3 {
		var b bytes.Buffer
		w, _ := flate.NewWriter(&b, level)
		w.Write(text)
		w.Close()
		size := b.Len()
		back, err := io.ReadAll(flate.NewReader(&b))
		fmt.Println(level, size, bytes.Equal(back, text), err)
	}
	var b bytes.Buffer
	w := lzw.NewWriter(&b, lzw.LSB, 8)
	w.Write(text)
	w.Close()
	fmt.Println(b.Len(), crc32.ChecksumIEEE(b.Bytes()))
	back, err := io.ReadAll(lzw.NewReader(&b, lzw.LSB, 8))
	fmt.Println(bytes.Equal(back, text), err)
	_, err = io.ReadAll(flate.NewReader(strings.NewReader("nonsense")))
	fmt.Println(err)
	packed, _ := hex.DecodeString("425a68393141592653594eece83600000251800010400006449080200031064c4101a7a9a580bb9431f8bb9229c28482776741b0")
	plain, err := io.ReadAll(bzip2.NewReader(bytes.NewReader(packed)))
	fmt.Printf("%q %v\n", plain, err)
	coded := base32.StdEncoding.EncodeToString([]byte("hello"))
	decoded, err := base32.StdEncoding.DecodeString(coded)
	fmt.Println(coded, string(decoded), err)
	a := ascii85.NewEncoder(os.Stdout)
	a.Write([]byte("ascii"))
	a.Close()
	q := quotedprintable.NewWriter(os.Stdout)
	q.Write([]byte("a=b ä\n"))
	q.Close()
	fmt.Println(adler32.Checksum(text), crc32.ChecksumIEEE(text), crc32.Checksum(text, crc32.MakeTable(crc32.Castagnoli)),
		crc64.Checksum(text, crc64.MakeTable(crc64.ECMA)))
	h := fnv.New64a()
	h.Write(text)
	fmt.Println(h.Sum64())
	seed := maphash.MakeSeed()
	fmt.Println(maphash.Bytes(seed, text) == maphash.String(seed, string(text)), maphash.String(seed, "a") == maphash.String(seed, "b"))
}

// SHA-3, SHAKE and cSHAKE: around the ends of blocks, stored and restored.

package main

import (
	"crypto"
	"crypto/sha3"
	"encoding"
	"fmt"
	"hash"
	"io"
)

func main() {
	for _, h := range []*sha3.SHA3{sha3.New224(), sha3.New256(), sha3.New384(), sha3.New512(), new(sha3.SHA3)} {
		for _, n := range []int{0, 1, 71, 72, 73, 135, 136, 137, 143, 144, 145, 1000} {
			h.Reset()
			b := make([]byte, n)
			for i := range b {
				b[i] = byte(i * 7)
			}
			h.Write(b[:n/3])
			h.Write(b[n/3:])
			m, err := h.MarshalBinary()
			fmt.Printf("%d %x %v %d %d %x\n", n, h.Sum(nil), err, h.Size(), h.BlockSize(), m)
			g := sha3.New256()
			if err := g.UnmarshalBinary(m); err != nil {
				fmt.Println(err)
			} else {
				h.Write([]byte("x"))
				g.Write([]byte("x"))
				fmt.Printf("%x %x\n", h.Sum(nil), g.Sum(nil))
			}
			c, _ := h.Clone()
			fmt.Printf("%x\n", c.Sum(nil))
		}
	}
	for i, mk := range []func() *sha3.SHAKE{sha3.NewSHAKE128, sha3.NewSHAKE256, func() *sha3.SHAKE { return new(sha3.SHAKE) }, func() *sha3.SHAKE { return sha3.NewCSHAKE128([]byte("N"), []byte("Sss")) }, func() *sha3.SHAKE { return sha3.NewCSHAKE256(nil, make([]byte, 300)) }, func() *sha3.SHAKE { return sha3.NewCSHAKE256(nil, nil) }} {
		s := mk()
		s.Write([]byte("hello"))
		m, _ := s.MarshalBinary()
		fmt.Printf("%d %x\n", i, m)
		out := make([]byte, 500)
		io.ReadFull(s, out[:3])
		s.Read(out[3:])
		fmt.Printf("%x\n", out)
		m, _ = s.MarshalBinary()
		fmt.Printf("%x %d\n", m, s.BlockSize())
		s2 := mk()
		fmt.Println(s2.UnmarshalBinary(m))
		s.Read(out)
		fmt.Printf("%x\n", out[:40])
		s2.Read(out)
		fmt.Printf("%x\n", out[:40])
		s.Reset()
		s.Write([]byte("a"))
		s.Read(out)
		fmt.Printf("%x\n", out[:40])
		func() { defer func() { fmt.Println(recover()) }(); s.Write([]byte("x")) }()
	}
	fmt.Println(sha3.NewSHAKE128().UnmarshalBinary([]byte("sha")))
	fmt.Printf("%x %x\n", sha3.SumSHAKE128([]byte("q"), 10), sha3.SumSHAKE256(nil, 33))
	fmt.Printf("%x %x\n", sha3.Sum224([]byte("q")), sha3.Sum512(nil))
	fmt.Println(crypto.SHA3_256.Available(), crypto.SHA3_384.New().Size())
	var _ hash.Cloner = sha3.New224()
	var _ encoding.BinaryAppender = sha3.New224()
}

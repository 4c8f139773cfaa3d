// ML-KEM and ECDH: known keys give known bytes, and what is wrong is refused.

package main

import (
	"crypto/ecdh"
	"crypto/mlkem"
	"crypto/mlkem/mlkemtest"
	"crypto/rand"
	"crypto/sha256"
	"fmt"
)

func h(b []byte) string { s := sha256.Sum256(b); return fmt.Sprintf("%x", s[:8]) }
func main() {
	seed := make([]byte, 64)
	for i := range seed {
		seed[i] = byte(i*3 + 1)
	}
	dk, err := mlkem.NewDecapsulationKey768(seed)
	fmt.Println(err, h(dk.Bytes()), h(dk.EncapsulationKey().Bytes()))
	k, c, err := mlkemtest.Encapsulate768(dk.EncapsulationKey(), seed[:32])
	fmt.Println(h(k), h(c), err)
	k2, err := dk.Decapsulate(c)
	fmt.Println(h(k2), err)
	c[5]++
	k2, err = dk.Decapsulate(c)
	fmt.Println(h(k2), err)
	k2, err = dk.Decapsulate(c[1:])
	fmt.Println(len(k2), err)
	ek, err := mlkem.NewEncapsulationKey768(dk.EncapsulationKey().Bytes())
	fmt.Println(err)
	k, c = ek.Encapsulate()
	k2, err = dk.Decapsulate(c)
	fmt.Println(string(k) == string(k2), err, len(c))
	bad := ek.Bytes()
	bad[0] = 255
	bad[1] = 255
	_, err = mlkem.NewEncapsulationKey768(bad)
	fmt.Println(err)
	_, err = mlkem.NewEncapsulationKey768(bad[1:])
	fmt.Println(err)
	_, err = mlkem.NewDecapsulationKey768(bad[1:])
	fmt.Println(err)
	_, _, err = mlkemtest.Encapsulate768(ek, nil)
	fmt.Println(err)
	dl, err := mlkem.NewDecapsulationKey1024(seed)
	fmt.Println(err, h(dl.Bytes()), h(dl.EncapsulationKey().Bytes()))
	k, c, err = mlkemtest.Encapsulate1024(dl.EncapsulationKey(), seed[:32])
	fmt.Println(h(k), h(c), err)
	k2, err = dl.Decapsulate(c)
	fmt.Println(h(k2), err)
	g, err := mlkem.GenerateKey1024()
	k, c = g.Encapsulator().Encapsulate()
	k2, _ = g.Decapsulate(c)
	fmt.Println(string(k) == string(k2), err)
	for _, cv := range []ecdh.Curve{ecdh.P256(), ecdh.P384(), ecdh.P521(), ecdh.X25519()} {
		a, err := cv.GenerateKey(rand.Reader)
		b, _ := cv.GenerateKey(nil)
		s1, e1 := a.ECDH(b.PublicKey())
		s2, e2 := b.ECDH(a.PublicKey())
		fmt.Println(cv, err, string(s1) == string(s2), e1, e2, len(s1), len(a.Bytes()), len(a.PublicKey().Bytes()), a.Equal(a), a.Equal(b), a.PublicKey().Equal(a.Public()), a.Curve() == cv)
		n := len(a.Bytes())
		key := make([]byte, n)
		_, err = cv.NewPrivateKey(key)
		fmt.Println(err)
		_, err = cv.NewPrivateKey(key[1:])
		fmt.Println(err)
		for i := range key {
			key[i] = 0xff
		}
		_, err = cv.NewPrivateKey(key)
		fmt.Println(err)
		key[0] = 0
		for i := range key[1:] {
			key[i+1] = byte(i)
		}
		p, err := cv.NewPrivateKey(key)
		fmt.Println(h(p.PublicKey().Bytes()), err)
		key[3] ^= 9
		q, _ := cv.NewPrivateKey(key)
		s, err := p.ECDH(q.PublicKey())
		fmt.Println(h(s), err)
		_, err = p.ECDH(func() *ecdh.PublicKey {
			if cv == ecdh.P256() {
				k, _ := ecdh.P384().GenerateKey(nil)
				return k.PublicKey()
			}
			k, _ := ecdh.P256().GenerateKey(nil)
			return k.PublicKey()
		}())
		fmt.Println(err)
		pb := p.PublicKey().Bytes()
		pb[4]++
		_, err = cv.NewPublicKey(pb)
		fmt.Println(err)
		_, err = cv.NewPublicKey(nil)
		fmt.Println(err)
		_, err = cv.NewPublicKey(pb[1:])
		fmt.Println(err)
		_, err = cv.NewPublicKey([]byte{0})
		fmt.Println(err)
		if cv == ecdh.X25519() {
			z, _ := cv.NewPublicKey(make([]byte, 32))
			_, err = p.ECDH(z)
			fmt.Println(err)
		}
	}
}

// crypto/x509: certificates that are made, encoded, read and verified; keys that are stored.
package main

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"fmt"
	"math/big"
	"net"
	"time"
)

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

var (
	begin = time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)
	end   = time.Date(2034, 1, 1, 0, 0, 0, 0, time.UTC)
)

func chain(name string, key crypto.Signer) {
	ca := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "root " + name, Organization: []string{"Vole"}}, NotBefore: begin, NotAfter: end,
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign | x509.KeyUsageCRLSign,
	}
	root := must(x509.ParseCertificate(must(x509.CreateCertificate(rand.Reader, ca, ca, key.Public(), key))))
	leafKey := must(ecdsa.GenerateKey(elliptic.P256(), rand.Reader))
	request := must(x509.CreateCertificateRequest(rand.Reader, &x509.CertificateRequest{Subject: pkix.Name{CommonName: "leaf"}, DNSNames: []string{"a.example"}}, leafKey))
	parsed := must(x509.ParseCertificateRequest(request))
	fmt.Println(name, "request:", parsed.Subject, parsed.DNSNames, parsed.CheckSignature())
	template := &x509.Certificate{
		SerialNumber: big.NewInt(2), Subject: parsed.Subject, DNSNames: []string{"a.example", "*.b.example"}, IPAddresses: []net.IP{net.ParseIP("10.0.0.1")},
		EmailAddresses: []string{"x@example.org"}, NotBefore: begin, NotAfter: end, KeyUsage: x509.KeyUsageDigitalSignature,
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	}
	der := must(x509.CreateCertificate(rand.Reader, template, root, leafKey.Public(), key))
	block, rest := pem.Decode(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}))
	leaf := must(x509.ParseCertificate(block.Bytes))
	fmt.Println(len(rest), leaf.Subject, leaf.Issuer, leaf.SerialNumber, leaf.SignatureAlgorithm, leaf.PublicKeyAlgorithm, leaf.DNSNames, leaf.IPAddresses, leaf.NotAfter)
	pool := x509.NewCertPool()
	pool.AddCert(root)
	for _, host := range []string{"a.example", "x.b.example", "x.y.b.example", "10.0.0.1", "other.example"} {
		chains, err := leaf.Verify(x509.VerifyOptions{Roots: pool, DNSName: host, CurrentTime: begin.AddDate(1, 0, 0)})
		fmt.Println(host, len(chains), err)
	}
	_, err := leaf.Verify(x509.VerifyOptions{Roots: pool, CurrentTime: end.AddDate(1, 0, 0)})
	fmt.Println(err)
	_, err = leaf.Verify(x509.VerifyOptions{Roots: x509.NewCertPool(), CurrentTime: begin.AddDate(1, 0, 0)})
	var unknown x509.UnknownAuthorityError
	fmt.Println(errors.As(err, &unknown))
	broken := bytes.Clone(der)
	broken[len(broken)-5] ^= 1
	if bad, err := x509.ParseCertificate(broken); err == nil {
		fmt.Println("broken signature:", bad.CheckSignatureFrom(root) != nil)
	}
	_, err = x509.ParseCertificate(der[:50])
	fmt.Println(err)
	stored := must(x509.MarshalPKCS8PrivateKey(key))
	again := must(x509.ParsePKCS8PrivateKey(stored)).(interface{ Equal(crypto.PrivateKey) bool })
	public := must(x509.ParsePKIXPublicKey(must(x509.MarshalPKIXPublicKey(key.Public())))).(interface{ Equal(crypto.PublicKey) bool })
	fmt.Println(again.Equal(key), public.Equal(key.Public()))
}

func main() {
	chain("ecdsa", must(ecdsa.GenerateKey(elliptic.P384(), rand.Reader)))
	_, ed, _ := ed25519.GenerateKey(rand.Reader)
	chain("ed25519", ed)
	key := must(rsa.GenerateKey(rand.Reader, 2048))
	chain("rsa", key)
	fmt.Println(must(x509.ParsePKCS1PrivateKey(x509.MarshalPKCS1PrivateKey(key))).Equal(key))
	_, err := x509.ParsePKCS8PrivateKey([]byte("x"))
	fmt.Println(err)
	fmt.Println(x509.NewCertPool().AppendCertsFromPEM([]byte("none")))
}

// Object identifiers of crypto/x509, and the names of uses of keys.

package main

import (
	"crypto/x509"
	"encoding/asn1"
	"fmt"
)

func main() {
	fmt.Println(x509.KeyUsage(0), x509.KeyUsageCRLSign, x509.KeyUsage(256), x509.ExtKeyUsage(20), x509.KeyUsage(1|2|64), x509.KeyUsage(0x1ff), x509.KeyUsage(512), x509.KeyUsage(513))
	for i := x509.ExtKeyUsage(0); i < 16; i++ {
		func() {
			defer func() {
				if e := recover(); e != nil {
					fmt.Println("panic", e)
				}
			}()
			fmt.Println(i, i.OID())
		}()
	}
	for _, s := range []string{"1.2.840.113549", "2.5", "1", "", "3.1", "1.40", "1.39", "2.999.1", "1.2.", "1.2.x", "0.0", "1.2.99999999999999999999999999", "1.02", "2.4294967296", ".1", "-1.2", "2.5.4.3"} {
		o, err := x509.ParseOID(s)
		fmt.Printf("%q %v %v", s, o, err)
		if err == nil {
			b, e := o.MarshalBinary()
			t, e2 := o.MarshalText()
			fmt.Printf(" %x %v %s %v %v", b, e, t, e2, o.EqualASN1OID(asn1.ObjectIdentifier{2, 5, 4, 3}))
			var p x509.OID
			fmt.Print(" ", p.UnmarshalBinary(b), p.Equal(o), p.UnmarshalText([]byte(s)), p)
		}
		fmt.Println()
	}
	o, err := x509.OIDFromInts([]uint64{1, 2, 1 << 63})
	fmt.Println(o, err)
	_, err = x509.OIDFromInts([]uint64{1, 40})
	fmt.Println(err)
	_, err = x509.OIDFromInts([]uint64{3, 4})
	fmt.Println(err)
	_, err = x509.OIDFromInts([]uint64{1})
	fmt.Println(err)
	o, err = x509.OIDFromASN1OID(asn1.ObjectIdentifier{2, 999, 3})
	fmt.Println(o, err)
	_, err = x509.OIDFromASN1OID(asn1.ObjectIdentifier{2})
	fmt.Println(err)
	var p x509.OID
	for _, b := range [][]byte{nil, {0x80}, {0x55, 0x84}, {0x80, 1}, {0x55, 4, 3}} {
		fmt.Println(p.UnmarshalBinary(b), p)
	}
	fmt.Println(x509.OID{}.String() == "", x509.OID{}.Equal(p))
}

//go:build go1.21

package x509

import (
	"bytes"
	"encoding/asn1"
	"errors"
	"math/big"
	"strings"
)

var errOID = errors.New("invalid oid")

// OID is an object identifier whose numbers may be of any size.
type OID struct{ der []byte }

// appendNumber appends a number in groups of seven bits.
func appendNumber(der []byte, n *big.Int) []byte {
	groups := max(1, (n.BitLen()+6)/7)
	for i := groups - 1; i >= 0; i-- {
		group := byte(new(big.Int).Rsh(n, uint(7*i)).Uint64()) & 0x7f
		if i > 0 {
			group |= 0x80
		}
		der = append(der, group)
	}
	return der
}

// newOID makes an OID: the first two numbers are stored as one.
func newOID(numbers []*big.Int) (OID, error) {
	if len(numbers) < 2 || numbers[0].Cmp(big.NewInt(2)) > 0 || numbers[0].Cmp(big.NewInt(2)) < 0 && numbers[1].Cmp(big.NewInt(39)) > 0 {
		return OID{}, errOID
	}
	first := new(big.Int).Mul(numbers[0], big.NewInt(40))
	der := appendNumber(nil, first.Add(first, numbers[1]))
	for _, n := range numbers[2:] {
		der = appendNumber(der, n)
	}
	return OID{der}, nil
}

// numbers returns the numbers of an OID, none if it is empty.
func (oid OID) numbers() (all []*big.Int) {
	n := new(big.Int)
	for _, b := range oid.der {
		n.Lsh(n, 7).Or(n, big.NewInt(int64(b&0x7f)))
		if b&0x80 != 0 {
			continue
		}
		if len(all) == 0 {
			high := big.NewInt(min(2, new(big.Int).Div(n, big.NewInt(40)).Int64()))
			if n.BitLen() > 7 {
				high.SetInt64(2)
			}
			all = append(all, high)
			n.Sub(n, new(big.Int).Mul(high, big.NewInt(40)))
		}
		all = append(all, n)
		n = new(big.Int)
	}
	return all
}

// ParseOID reads decimal numbers with dots between them.
func ParseOID(oid string) (OID, error) {
	var numbers []*big.Int
	for _, text := range strings.Split(oid, ".") {
		n, ok := new(big.Int).SetString(text, 10)
		if !ok || strings.Trim(text, "0123456789") != "" {
			return OID{}, errOID
		}
		numbers = append(numbers, n)
	}
	return newOID(numbers)
}

// OIDFromInts makes an OID of numbers.
func OIDFromInts(oid []uint64) (OID, error) {
	numbers := make([]*big.Int, len(oid))
	for i, n := range oid {
		numbers[i] = new(big.Int).SetUint64(n)
	}
	return newOID(numbers)
}

// OIDFromASN1OID makes an OID of package asn1's.
func OIDFromASN1OID(asn1OID asn1.ObjectIdentifier) (OID, error) {
	numbers := make([]*big.Int, len(asn1OID))
	for i, n := range asn1OID {
		if n < 0 {
			return OID{}, errOID
		}
		numbers[i] = big.NewInt(int64(n))
	}
	return newOID(numbers)
}

func (oid OID) String() string {
	var text strings.Builder
	for i, n := range oid.numbers() {
		if i > 0 {
			text.WriteByte('.')
		}
		text.WriteString(n.String())
	}
	return text.String()
}

// Equal reports whether both are the same.
func (oid OID) Equal(other OID) bool { return bytes.Equal(oid.der, other.der) }

// EqualASN1OID reports whether package asn1's is the same.
func (oid OID) EqualASN1OID(other asn1.ObjectIdentifier) bool {
	same, err := OIDFromASN1OID(other)
	return err == nil && oid.Equal(same)
}

func (oid OID) MarshalText() ([]byte, error)          { return []byte(oid.String()), nil }
func (oid OID) AppendText(b []byte) ([]byte, error)   { return append(b, oid.String()...), nil }
func (oid OID) MarshalBinary() ([]byte, error)        { return bytes.Clone(oid.der), nil }
func (oid OID) AppendBinary(b []byte) ([]byte, error) { return append(b, oid.der...), nil }

// UnmarshalText is ParseOID.
func (oid *OID) UnmarshalText(text []byte) error {
	parsed, err := ParseOID(string(text))
	if err == nil {
		*oid = parsed
	}
	return err
}

// UnmarshalBinary reads the contents of an OID's DER.
func (oid *OID) UnmarshalBinary(b []byte) error {
	if len(b) == 0 || b[len(b)-1]&0x80 != 0 {
		return errOID
	}
	for i, x := range b {
		if x == 0x80 && (i == 0 || b[i-1]&0x80 == 0) {
			return errOID // a number does not begin with zeros
		}
	}
	oid.der = bytes.Clone(b)
	return nil
}

// PolicyMapping says which policies an issuer takes as the same.
type PolicyMapping struct {
	IssuerDomainPolicy  OID
	SubjectDomainPolicy OID
}

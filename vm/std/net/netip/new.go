package netip

import "cmp"

// IPv6LinkLocalAllRouters returns ff02::2.
func IPv6LinkLocalAllRouters() Addr { return AddrFrom16([16]byte{0: 0xff, 1: 0x02, 15: 0x02}) }

// IPv6Loopback returns ::1.
func IPv6Loopback() Addr { return AddrFrom16([16]byte{15: 0x01}) }

// appendMade appends what a method makes, nothing if it fails.
func appendMade(b []byte, make func() ([]byte, error)) ([]byte, error) {
	made, err := make()
	if err != nil {
		return b, err
	}
	return append(b, made...), nil
}

func (ip Addr) AppendText(b []byte) ([]byte, error)    { return appendMade(b, ip.MarshalText) }
func (ip Addr) AppendBinary(b []byte) ([]byte, error)  { return appendMade(b, ip.MarshalBinary) }
func (p AddrPort) AppendText(b []byte) ([]byte, error) { return appendMade(b, p.MarshalText) }
func (p AddrPort) AppendBinary(b []byte) ([]byte, error) {
	return appendMade(b, p.MarshalBinary)
}
func (p Prefix) AppendText(b []byte) ([]byte, error)   { return appendMade(b, p.MarshalText) }
func (p Prefix) AppendBinary(b []byte) ([]byte, error) { return appendMade(b, p.MarshalBinary) }

// Compare orders by address, then by port.
func (p AddrPort) Compare(p2 AddrPort) int {
	return cmp.Or(p.Addr().Compare(p2.Addr()), cmp.Compare(p.Port(), p2.Port()))
}

// Compare orders what is invalid first, then by family, by the address that is masked, by length, by the address.
func (p Prefix) Compare(p2 Prefix) int {
	return cmp.Or(
		cmp.Compare(p.Addr().BitLen(), p2.Addr().BitLen()),
		p.Masked().Addr().Compare(p2.Masked().Addr()),
		cmp.Compare(p.Bits(), p2.Bits()),
		p.Addr().Compare(p2.Addr()),
	)
}

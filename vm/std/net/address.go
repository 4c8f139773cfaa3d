package net

import (
	"internal/itoa"
	"net/netip"
	"strings"
)

// JoinHostPort makes "host:port"; a host with a colon goes into brackets.
func JoinHostPort(host, port string) string {
	if strings.Contains(host, ":") {
		host = "[" + host + "]"
	}
	return host + ":" + port
}

// SplitHostPort parts "host:port", "[host]:port" and "[host%zone]:port".
func SplitHostPort(hostport string) (host, port string, err error) {
	wrong := func(why string) (string, string, error) {
		return "", "", &AddrError{Err: why, Addr: hostport}
	}
	colon := strings.LastIndexByte(hostport, ':')
	if colon < 0 {
		return wrong("missing port in address")
	}
	rest := hostport // where no bracket may stand any more
	if hostport[0] == '[' {
		end := strings.IndexByte(hostport, ']')
		switch {
		case end < 0:
			return wrong("missing ']' in address")
		case end+1 == len(hostport):
			return wrong("missing port in address")
		case end+1 != colon && hostport[end+1] == ':':
			return wrong("too many colons in address")
		case end+1 != colon:
			return wrong("missing port in address")
		}
		host = hostport[1:end]
		if strings.IndexByte(hostport[1:], '[') >= 0 {
			return wrong("unexpected '[' in address")
		}
		rest = hostport[end+1:]
	} else {
		host = hostport[:colon]
		if strings.IndexByte(host, ':') >= 0 {
			return wrong("too many colons in address")
		}
		if strings.IndexByte(hostport, '[') >= 0 {
			return wrong("unexpected '[' in address")
		}
	}
	if strings.IndexByte(rest, ']') >= 0 {
		return wrong("unexpected ']' in address")
	}
	return host, hostport[colon+1:], nil
}

// withZone returns the text of an address and its zone, "" for none.
func withZone(ip IP, zone string) string {
	text := ""
	if len(ip) > 0 {
		text = ip.String()
	}
	if zone != "" {
		text += "%" + zone
	}
	return text
}

// addrPort returns an address and a port as package netip has them.
func addrPort(ip IP, zone string, port int) netip.AddrPort {
	addr, _ := netip.AddrFromSlice(ip)
	return netip.AddrPortFrom(addr.WithZone(zone), uint16(port))
}

// splitHostZone parts "host%zone".
func splitHostZone(s string) (host, zone string) {
	if i := strings.LastIndexByte(s, '%'); i > 0 {
		return s[:i], s[i+1:]
	}
	return s, ""
}

// IPAddr is the address of a host.
type IPAddr struct {
	IP   IP
	Zone string
}

func (a *IPAddr) Network() string { return "ip" }
func (a *IPAddr) String() string {
	if a == nil {
		return "<nil>"
	}
	return withZone(a.IP, a.Zone)
}

// TCPAddr is the address of an end of a TCP connection.
type TCPAddr struct {
	IP   IP
	Port int
	Zone string
}

func (a *TCPAddr) Network() string { return "tcp" }
func (a *TCPAddr) String() string {
	if a == nil {
		return "<nil>"
	}
	return JoinHostPort(withZone(a.IP, a.Zone), itoa.Itoa(a.Port))
}

// AddrPort returns the address as package netip has it; of nil, the zero one.
func (a *TCPAddr) AddrPort() netip.AddrPort {
	if a == nil {
		return netip.AddrPort{}
	}
	return addrPort(a.IP, a.Zone, a.Port)
}

// TCPAddrFromAddrPort makes a TCPAddr of package netip's.
func TCPAddrFromAddrPort(addr netip.AddrPort) *TCPAddr {
	return &TCPAddr{IP: addr.Addr().AsSlice(), Zone: addr.Addr().Zone(), Port: int(addr.Port())}
}

// UDPAddr is the address of an end of a UDP connection.
type UDPAddr struct {
	IP   IP
	Port int
	Zone string
}

func (a *UDPAddr) Network() string { return "udp" }
func (a *UDPAddr) String() string {
	if a == nil {
		return "<nil>"
	}
	return JoinHostPort(withZone(a.IP, a.Zone), itoa.Itoa(a.Port))
}

// AddrPort returns the address as package netip has it; of nil, the zero one.
func (a *UDPAddr) AddrPort() netip.AddrPort {
	if a == nil {
		return netip.AddrPort{}
	}
	return addrPort(a.IP, a.Zone, a.Port)
}

// UDPAddrFromAddrPort makes a UDPAddr of package netip's.
func UDPAddrFromAddrPort(addr netip.AddrPort) *UDPAddr {
	return &UDPAddr{IP: addr.Addr().AsSlice(), Zone: addr.Addr().Zone(), Port: int(addr.Port())}
}

// UnixAddr is the name of a socket of the file system.
type UnixAddr struct {
	Name string
	Net  string
}

func (a *UnixAddr) Network() string { return a.Net }
func (a *UnixAddr) String() string {
	if a == nil {
		return "<nil>"
	}
	return a.Name
}

// AppendText appends what MarshalText returns.
func (ip IP) AppendText(b []byte) ([]byte, error) {
	text, err := ip.MarshalText()
	if err != nil {
		return b, err
	}
	return append(b, text...), nil
}

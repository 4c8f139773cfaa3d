// Addresses without sockets, net.Pipe, mail and forms.

package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net"
	"net/mail"
	"net/netip"
	"os"
	"strings"
	"time"
)

func main() {
	for _, s := range []string{"1.2.3.4:80", "[::1]:80", "[fe80::1%eth0]:x", ":80", "host:", "::1:80", "1.2.3.4", "[::1]", "[::1", "[::1]80", "a]:1", "[a]b:1", "[[a]]:1", "a:b:c", "[]:", "", "[a:b]:c:d", "x[:1", "[a]:[", "%:1"} {
		h, p, err := net.SplitHostPort(s)
		fmt.Printf("%q %q %q %v\n", s, h, p, err)
	}
	fmt.Println(net.JoinHostPort("::1", "80"), net.JoinHostPort("a", "b"), net.JoinHostPort("fe80::1%eth0", "1"))
	fmt.Println(net.ParseIP("1.2.3.4"), net.ParseIP("::ffff:1.2.3.4"), net.ParseIP("1.2.3"), net.ParseIP("fe80::1%a"))
	fmt.Println(net.ParseCIDR("10.1.2.3/8"))
	fmt.Println(net.ParseCIDR("x"))
	fmt.Println(net.ParseMAC("01:02:03:04:05:06"))
	fmt.Println(net.ParseMAC("1"))
	ip, n, _ := net.ParseCIDR("2001:db8::1/33")
	fmt.Println(ip, n, n.Contains(ip), n.Network(), n.Mask, ip.IsPrivate(), net.IPv4bcast, ip.To4() == nil)
	t := &net.TCPAddr{IP: ip, Port: 3, Zone: "z"}
	fmt.Println(t, t.Network(), t.AddrPort(), net.TCPAddrFromAddrPort(netip.MustParseAddrPort("1.2.3.4:5")))
	fmt.Println(&net.UDPAddr{Port: 9}, (*net.TCPAddr)(nil), &net.UnixAddr{Name: "/x", Net: "unix"}, &net.IPAddr{IP: ip})
	e := &net.OpError{Op: "dial", Net: "tcp", Addr: t, Source: t, Err: os.ErrDeadlineExceeded}
	fmt.Println(e, e.Timeout(), e.Temporary(), errors.Is(e, os.ErrDeadlineExceeded))
	fmt.Println(&net.DNSError{Err: "no such host", Name: "x", Server: "s", IsNotFound: true}, net.UnknownNetworkError("q"), net.ErrClosed, &net.AddrError{"a", "b"}, net.InvalidAddrError("z"), &net.ParseError{"a", "b"})
	a, b := net.Pipe()
	go func() { a.Write([]byte("hi")); a.Close() }()
	x, err := io.ReadAll(b)
	fmt.Println(string(x), err, a.LocalAddr(), a.RemoteAddr().Network())
	b.SetReadDeadline(time.Now().Add(-1))
	_, err = b.Read(x)
	fmt.Println(err, errors.Is(err, os.ErrDeadlineExceeded))
	var ne net.Error
	fmt.Println(errors.As(err, &ne))
	bs := net.Buffers{[]byte("ab"), []byte("cde")}
	var w bytes.Buffer
	fmt.Println(bs.WriteTo(&w))
	fmt.Println(w.String(), len(bs))
	bs = net.Buffers{[]byte("ab"), []byte("cde")}
	buf := make([]byte, 3)
	fmt.Println(bs.Read(buf))
	fmt.Println(bs.Read(buf))
	fmt.Println(bs.Read(buf))
	ad, err := mail.ParseAddress("Bob <b@x.org>")
	fmt.Println(ad, err)
	m, err := mail.ReadMessage(strings.NewReader("From: a@b.c\r\nSubject: x\r\n\r\nbody"))
	fmt.Println(m.Header, err)
	var mb bytes.Buffer
	mw := multipart.NewWriter(&mb)
	mw.SetBoundary("XX")
	fw, _ := mw.CreateFormFile("f", "n.txt")
	fw.Write([]byte("data"))
	mw.WriteField("k", "v")
	mw.Close()
	fmt.Println(mb.String())
	mr := multipart.NewReader(&mb, "XX")
	f, err := mr.ReadForm(1000)
	fmt.Println(f.Value, f.File["f"][0].Filename, err)
	p := netip.MustParsePrefix("10.0.0.0/8")
	fmt.Println(p.Contains(netip.MustParseAddr("10.2.3.4")), p.Masked(), netip.MustParseAddr("::1").Next())
	fmt.Println(multipart.FileContentDisposition("a", "b\"c"))
}

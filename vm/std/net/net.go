// Package net has addresses, their texts, and connections within the program: what needs no sockets.
package net

import (
	"errors"
	"io"
	"os"
	"time"
)

// Addr is the address of an end of a connection.
type Addr interface {
	Network() string // "tcp", "udp"
	String() string
}

// Conn is a connection that carries a stream. Several goroutines may use it at once.
type Conn interface {
	Read(b []byte) (n int, err error)
	Write(b []byte) (n int, err error)
	Close() error
	LocalAddr() Addr
	RemoteAddr() Addr
	SetDeadline(t time.Time) error
	SetReadDeadline(t time.Time) error
	SetWriteDeadline(t time.Time) error
}

// PacketConn is a connection that carries packets.
type PacketConn interface {
	ReadFrom(p []byte) (n int, addr Addr, err error)
	WriteTo(p []byte, addr Addr) (n int, err error)
	Close() error
	LocalAddr() Addr
	SetDeadline(t time.Time) error
	SetReadDeadline(t time.Time) error
	SetWriteDeadline(t time.Time) error
}

// Listener waits for connections.
type Listener interface {
	Accept() (Conn, error)
	Close() error
	Addr() Addr
}

// Buffers are pieces that are written or read as one.
type Buffers [][]byte

// WriteTo writes the pieces and drops what it has written.
func (v *Buffers) WriteTo(w io.Writer) (n int64, err error) {
	for len(*v) > 0 {
		wrote, err := w.Write((*v)[0])
		n += int64(wrote)
		v.drop(wrote)
		if err != nil {
			return n, err
		}
	}
	return n, nil
}

// Read takes from the front of the pieces.
func (v *Buffers) Read(p []byte) (n int, err error) {
	for _, piece := range *v {
		n += copy(p[n:], piece)
	}
	v.drop(n)
	if len(*v) == 0 {
		err = io.EOF
	}
	return n, err
}

// drop takes n bytes from the front, and the pieces that are empty then.
func (v *Buffers) drop(n int) {
	for len(*v) > 0 && n >= len((*v)[0]) {
		n -= len((*v)[0])
		(*v)[0] = nil
		*v = (*v)[1:]
	}
	if n > 0 {
		(*v)[0] = (*v)[0][n:]
	}
}

// closedError is what use of something closed fails with.
type closedError struct{}

func (closedError) Error() string   { return "use of closed network connection" }
func (closedError) Timeout() bool   { return false }
func (closedError) Temporary() bool { return false }

// ErrClosed is the error of an operation on a connection that is closed.
var ErrClosed error = closedError{}

// ErrWriteToConnected is the error of a write to an address where there is only one.
var ErrWriteToConnected = errors.New("use of WriteTo with pre-connected connection")

var errTimeout error = os.ErrDeadlineExceeded

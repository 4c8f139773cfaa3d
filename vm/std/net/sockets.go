package net

import (
	"context"
	"errors"
	"internal/syscall"
	"time"
)

// noSockets is what everything fails with that needs the network.
type noSockets struct{}

func (noSockets) Error() string        { return "sockets are not supported" }
func (noSockets) Is(target error) bool { return target == errors.ErrUnsupported }
func (noSockets) Timeout() bool        { return false }
func (noSockets) Temporary() bool      { return false }

func refuse(op, network string) error { return &OpError{Op: op, Net: network, Err: noSockets{}} }

// Resolver looks up names: there is none that does.
type Resolver struct {
	PreferGo     bool
	StrictErrors bool
	Dial         func(ctx context.Context, network, address string) (Conn, error)
}

// DefaultResolver is the one that is meant where none is given.
var DefaultResolver = &Resolver{}

// Dialer says how to connect. Without sockets it connects to nothing.
type Dialer struct {
	Timeout        time.Duration
	Deadline       time.Time
	LocalAddr      Addr
	DualStack      bool
	FallbackDelay  time.Duration
	KeepAlive      time.Duration
	Resolver       *Resolver
	Cancel         <-chan struct{}
	Control        func(network, address string, c syscall.RawConn) error
	ControlContext func(ctx context.Context, network, address string, c syscall.RawConn) error
}

// Dial fails.
func (d *Dialer) Dial(network, address string) (Conn, error) {
	return d.DialContext(context.Background(), network, address)
}

// DialContext fails.
func (d *Dialer) DialContext(ctx context.Context, network, address string) (Conn, error) {
	if ctx == nil {
		panic("nil context")
	}
	if err := ctx.Err(); err != nil {
		return nil, &OpError{Op: "dial", Net: network, Err: err}
	}
	return nil, refuse("dial", network)
}

// Dial fails.
func Dial(network, address string) (Conn, error) { return new(Dialer).Dial(network, address) }

// DialTimeout fails.
func DialTimeout(network, address string, timeout time.Duration) (Conn, error) {
	return Dial(network, address)
}

// Listen fails.
func Listen(network, address string) (Listener, error) { return nil, refuse("listen", network) }

// TCPConn would be a connection by TCP. No function makes one.
type TCPConn struct{ Conn }

// CloseRead fails.
func (c *TCPConn) CloseRead() error { return refuse("close", "tcp") }

// CloseWrite fails.
func (c *TCPConn) CloseWrite() error { return refuse("close", "tcp") }

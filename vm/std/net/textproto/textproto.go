// Package textproto has what text protocols such as those of mail and the web share: headers, lines, dots and codes.
package textproto

import (
	"bufio"
	"fmt"
	"io"
	"strings"
)

// Error is an answer of a server that says by a number what went wrong.
type Error struct {
	Code int
	Msg  string
}

func (e *Error) Error() string { return fmt.Sprintf("%03d %s", e.Code, e.Msg) }

// ProtocolError says how the other side breaks the protocol.
type ProtocolError string

func (p ProtocolError) Error() string { return string(p) }

// Conn is a connection on which lines are read and written, in turns that Pipeline gives.
type Conn struct {
	Reader
	Writer
	Pipeline
	conn io.ReadWriteCloser
}

// NewConn returns a Conn that reads and writes conn.
func NewConn(conn io.ReadWriteCloser) *Conn {
	return &Conn{
		Reader: Reader{R: bufio.NewReader(conn)},
		Writer: Writer{W: bufio.NewWriter(conn)},
		conn:   conn,
	}
}

// Close closes the connection.
func (c *Conn) Close() error { return c.conn.Close() }

// Cmd sends a line when it is its turn, and returns the number of the turn, for StartResponse and EndResponse.
func (c *Conn) Cmd(format string, args ...any) (id uint, err error) {
	id = c.Next()
	c.StartRequest(id)
	defer c.EndRequest(id)
	if err := c.PrintfLine(format, args...); err != nil {
		return 0, err
	}
	return id, nil
}

const asciiSpace = " \t\n\r"

// TrimString returns s without ASCII space at its ends.
func TrimString(s string) string { return strings.Trim(s, asciiSpace) }

// TrimBytes returns b without ASCII space at its ends.
func TrimBytes(b []byte) []byte {
	for len(b) > 0 && isASCIISpace(b[0]) {
		b = b[1:]
	}
	for len(b) > 0 && isASCIISpace(b[len(b)-1]) {
		b = b[:len(b)-1]
	}
	return b
}

func isASCIISpace(b byte) bool { return strings.IndexByte(asciiSpace, b) >= 0 }

func isASCIILetter(b byte) bool { return 'a' <= b|0x20 && b|0x20 <= 'z' }

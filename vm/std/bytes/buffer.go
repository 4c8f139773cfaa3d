package bytes

import (
	"errors"
	"io"
	"unicode/utf8"
)

// MinRead is the least room that ReadFrom gives to a Read.
const MinRead = 512

// What the last operation was, for the Unread methods; the positive ones are sizes of runes.
const (
	readByte   = -1
	readNone   = 0
	smallBytes = 64
)

// ErrTooLarge is what a Buffer panics with that can not get memory.
var ErrTooLarge = errors.New("bytes.Buffer: too large")

// Buffer is a queue of bytes: written at the end, read from the front. The zero Buffer is empty.
type Buffer struct {
	buf  []byte
	off  int // read so far
	last int // the last operation
}

func NewBuffer(buf []byte) *Buffer     { return &Buffer{buf: buf} }
func NewBufferString(s string) *Buffer { return &Buffer{buf: []byte(s)} }

func (b *Buffer) Bytes() []byte           { return b.buf[b.off:] }
func (b *Buffer) AvailableBuffer() []byte { return b.buf[len(b.buf):] }
func (b *Buffer) Len() int                { return len(b.buf) - b.off }
func (b *Buffer) Cap() int                { return cap(b.buf) }
func (b *Buffer) Available() int          { return cap(b.buf) - len(b.buf) }

func (b *Buffer) String() string {
	if b == nil {
		return "<nil>"
	}
	return string(b.buf[b.off:])
}

func (b *Buffer) Reset() {
	b.buf = b.buf[:0]
	b.off = 0
	b.last = readNone
}

// Truncate keeps only the first n unread bytes.
func (b *Buffer) Truncate(n int) {
	if n == 0 {
		b.Reset()
		return
	}
	b.last = readNone
	if n < 0 || n > b.Len() {
		panic("bytes.Buffer: truncation out of range")
	}
	b.buf = b.buf[:b.off+n]
}

const maxInt = int(^uint(0) >> 1)

// reserve makes room for n more bytes, by moving what is unread to the front or into more memory.
func (b *Buffer) reserve(n int) {
	b.last = readNone
	if b.off > 0 && b.off == len(b.buf) {
		b.Reset()
	}
	if cap(b.buf)-len(b.buf) >= n {
		return
	}
	unread := len(b.buf) - b.off
	if n > maxInt-unread-cap(b.buf) {
		panic(ErrTooLarge)
	}
	switch {
	case b.buf == nil && n <= smallBytes:
		b.buf = make([]byte, 0, smallBytes)
	case unread+n <= cap(b.buf)/2:
		copy(b.buf, b.buf[b.off:])
		b.buf = b.buf[:unread]
		b.off = 0
	default:
		c := unread + n
		if c < 2*cap(b.buf) {
			c = 2 * cap(b.buf)
		}
		b.buf = append(make([]byte, 0, c), b.buf[b.off:]...)
		b.off = 0
	}
}

// Grow makes room for n more bytes.
func (b *Buffer) Grow(n int) {
	if n < 0 {
		panic("bytes.Buffer.Grow: negative count")
	}
	b.reserve(n)
}

func (b *Buffer) Write(p []byte) (n int, err error) {
	b.reserve(len(p))
	b.buf = append(b.buf, p...)
	return len(p), nil
}

func (b *Buffer) WriteString(s string) (n int, err error) {
	b.reserve(len(s))
	b.buf = append(b.buf, s...)
	return len(s), nil
}

func (b *Buffer) WriteByte(c byte) error {
	if len(b.buf) == cap(b.buf) {
		b.reserve(1)
	}
	b.last = readNone
	b.buf = append(b.buf, c)
	return nil
}

func (b *Buffer) WriteRune(r rune) (n int, err error) {
	if 0 <= r && r < utf8.RuneSelf {
		b.WriteByte(byte(r))
		return 1, nil
	}
	return b.WriteString(string(r))
}

// ReadFrom reads until the end of r.
func (b *Buffer) ReadFrom(r io.Reader) (n int64, err error) {
	b.last = readNone
	for {
		b.reserve(MinRead)
		m, err := r.Read(b.buf[len(b.buf):cap(b.buf)])
		if m < 0 {
			panic(errors.New("bytes.Buffer: reader returned negative count from Read"))
		}
		b.buf = b.buf[:len(b.buf)+m]
		n += int64(m)
		if err == io.EOF {
			return n, nil
		}
		if err != nil {
			return n, err
		}
	}
}

// WriteTo writes all unread bytes to w.
func (b *Buffer) WriteTo(w io.Writer) (n int64, err error) {
	b.last = readNone
	if unread := b.Len(); unread > 0 {
		m, err := w.Write(b.buf[b.off:])
		if m > unread {
			panic("bytes.Buffer.WriteTo: invalid Write count")
		}
		b.off += m
		if err != nil {
			return int64(m), err
		}
		if m != unread {
			return int64(m), io.ErrShortWrite
		}
		n = int64(m)
	}
	b.Reset()
	return n, nil
}

func (b *Buffer) Read(p []byte) (n int, err error) {
	b.last = readNone
	if b.off >= len(b.buf) {
		b.Reset()
		if len(p) == 0 {
			return 0, nil
		}
		return 0, io.EOF
	}
	n = copy(p, b.buf[b.off:])
	b.off += n
	if n > 0 {
		b.last = readByte
	}
	return n, nil
}

// Next returns the next n unread bytes, or all there are.
func (b *Buffer) Next(n int) []byte {
	b.last = readNone
	if n > b.Len() {
		n = b.Len()
	}
	data := b.buf[b.off : b.off+n]
	b.off += n
	if n > 0 {
		b.last = readByte
	}
	return data
}

func (b *Buffer) ReadByte() (byte, error) {
	if b.off >= len(b.buf) {
		b.Reset()
		return 0, io.EOF
	}
	c := b.buf[b.off]
	b.off++
	b.last = readByte
	return c, nil
}

func (b *Buffer) ReadRune() (r rune, size int, err error) {
	if b.off >= len(b.buf) {
		b.Reset()
		return 0, 0, io.EOF
	}
	r, size = utf8.DecodeRune(b.buf[b.off:])
	b.off += size
	b.last = size
	return r, size, nil
}

func (b *Buffer) UnreadRune() error {
	if b.last <= readNone {
		return errors.New("bytes.Buffer: UnreadRune: previous operation was not a successful ReadRune")
	}
	b.off -= b.last
	b.last = readNone
	return nil
}

func (b *Buffer) UnreadByte() error {
	if b.last == readNone {
		return errors.New("bytes.Buffer: UnreadByte: previous operation was not a successful read")
	}
	b.last = readNone
	b.off--
	return nil
}

func (b *Buffer) readSlice(delim byte) (line []byte, err error) {
	i := IndexByte(b.buf[b.off:], delim)
	end := b.off + i + 1
	if i < 0 {
		end = len(b.buf)
		err = io.EOF
	}
	line = b.buf[b.off:end]
	b.off = end
	b.last = readByte
	return line, err
}

// ReadBytes reads up to and including delim.
func (b *Buffer) ReadBytes(delim byte) (line []byte, err error) {
	part, err := b.readSlice(delim)
	return append(line, part...), err
}

func (b *Buffer) ReadString(delim byte) (line string, err error) {
	part, err := b.readSlice(delim)
	return string(part), err
}

// Peek returns the next n bytes without reading them; fewer, and io.EOF, if there are not so many.
func (b *Buffer) Peek(n int) ([]byte, error) {
	if b.Len() < n {
		return b.Bytes(), io.EOF
	}
	return b.Bytes()[:n], nil
}

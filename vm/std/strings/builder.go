package strings

import "unsafe"

// Builder makes a string step by step. The zero Builder is empty; it must not be copied once it is used.
type Builder struct {
	self *Builder // itself: to find copies
	buf  []byte
}

func (b *Builder) own() {
	if b.self == nil {
		b.self = b
	} else {
		panic("strings: illegal use of non-zero Builder copied by value")
	}
}

func (b *Builder) String() string { return *(*string)(unsafe.Pointer(&b.buf)) }
func (b *Builder) Len() int       { return len(b.buf) }
func (b *Builder) Cap() int       { return cap(b.buf) }

func (b *Builder) Reset() {
	b.self = nil
	b.buf = nil
}

// Grow makes room for n more bytes.
func (b *Builder) Grow(n int) {
	if b.self != b {
		b.own()
	}
	if n < 0 {
		panic("strings.Builder.Grow: negative count")
	}
	if cap(b.buf)-len(b.buf) < n {
		b.buf = append(make([]byte, 0, 2*cap(b.buf)+n), b.buf...)
	}
}

func (b *Builder) Write(p []byte) (int, error) {
	if b.self != b {
		b.own()
	}
	b.buf = append(b.buf, p...)
	return len(p), nil
}

func (b *Builder) WriteByte(c byte) error {
	if b.self != b {
		b.own()
	}
	b.buf = append(b.buf, c)
	return nil
}

func (b *Builder) WriteRune(r rune) (int, error) {
	if b.self != b {
		b.own()
	}
	if 0 <= r && r < 0x80 {
		b.buf = append(b.buf, byte(r))
		return 1, nil
	}
	s := string(r)
	b.buf = append(b.buf, s...)
	return len(s), nil
}

func (b *Builder) WriteString(s string) (int, error) {
	if b.self != b {
		b.own()
	}
	b.buf = append(b.buf, s...)
	return len(s), nil
}

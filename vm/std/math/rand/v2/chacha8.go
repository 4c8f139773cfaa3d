package rand

import (
	"errors"
	"math/bits"
)

// ChaCha8 is a generator whose numbers nobody foresees: the stream cipher ChaCha with eight rounds. Four blocks are made at once; after sixteen, the last 32 bytes become the key.
type ChaCha8 struct {
	key     [8]uint32
	numbers [32]uint64
	next    int    // of numbers
	end     int    // of those that may be given out
	counter uint32 // of the blocks that numbers holds
	rest    [8]byte
	left    int // bytes of rest that Read has not given out
}

// NewChaCha8 returns one with a seed.
func NewChaCha8(seed [32]byte) *ChaCha8 {
	c := new(ChaCha8)
	c.Seed(seed)
	return c
}

func (c *ChaCha8) Seed(seed [32]byte) {
	*c = ChaCha8{}
	for i := range c.key {
		c.key[i] = uint32(seed[4*i]) | uint32(seed[4*i+1])<<8 | uint32(seed[4*i+2])<<16 | uint32(seed[4*i+3])<<24
	}
	c.fill()
}

func quarter(a, b, c, d *uint32) {
	*a += *b
	*d = bits.RotateLeft32(*d^*a, 16)
	*c += *d
	*b = bits.RotateLeft32(*b^*c, 12)
	*a += *b
	*d = bits.RotateLeft32(*d^*a, 8)
	*c += *d
	*b = bits.RotateLeft32(*b^*c, 7)
}

// fill makes four blocks. Word w of block k is the k-th of the four that stand at 4*w.
func (c *ChaCha8) fill() {
	for k := uint32(0); k < 4; k++ {
		x := [16]uint32{0x61707865, 0x3320646e, 0x79622d32, 0x6b206574}
		copy(x[4:], c.key[:])
		x[12] = c.counter + k
		for round := 0; round < 4; round++ {
			for i := 0; i < 4; i++ {
				quarter(&x[i], &x[4+i], &x[8+i], &x[12+i])
			}
			for i := 0; i < 4; i++ {
				quarter(&x[i], &x[4+(i+1)%4], &x[8+(i+2)%4], &x[12+(i+3)%4])
			}
		}
		for w, word := range x {
			if 4 <= w && w < 12 {
				word += c.key[w-4]
			}
			at := 4*uint32(w) + k
			shift := at % 2 * 32
			c.numbers[at/2] = c.numbers[at/2]&^(0xffffffff<<shift) | uint64(word)<<shift
		}
	}
	c.next, c.end = 0, 32
	if c.counter == 12 {
		c.end = 28 // the last four become the key
	}
}

func (c *ChaCha8) refill() {
	c.counter += 4
	if c.counter == 16 {
		for i := range c.key {
			c.key[i] = uint32(c.numbers[28+i/2] >> (i % 2 * 32))
		}
		c.counter = 0
	}
	c.fill()
}

func (c *ChaCha8) Uint64() uint64 {
	if c.next == c.end {
		c.refill()
	}
	c.next++
	return c.numbers[c.next-1]
}

// Read fills p with random bytes; it never fails.
func (c *ChaCha8) Read(p []byte) (n int, err error) {
	n = len(p)
	for len(p) > 0 {
		if c.left == 0 {
			number := c.Uint64()
			for i := range c.rest {
				c.rest[i] = byte(number >> (8 * i))
			}
			c.left = 8
		}
		k := copy(p, c.rest[8-c.left:])
		p = p[k:]
		c.left -= k
	}
	return n, nil
}

const (
	chachaHead = "chacha8:"
	restHead   = "readbuf:"
)

// AppendBinary appends the state.
func (c *ChaCha8) AppendBinary(b []byte) ([]byte, error) {
	if c.left > 0 {
		b = append(b, restHead...)
		b = append(b, byte(c.left))
		b = append(b, c.rest[8-c.left:]...)
	}
	b = append(b, chachaHead...)
	used := uint64(c.counter/4*32) + uint64(c.next)
	b = appendBig(b, used)
	for _, word := range c.key {
		b = append(b, byte(word), byte(word>>8), byte(word>>16), byte(word>>24))
	}
	return b, nil
}

func (c *ChaCha8) MarshalBinary() ([]byte, error) { return c.AppendBinary(nil) }

var errChaCha8 = errors.New("invalid ChaCha8 encoding")

func (c *ChaCha8) UnmarshalBinary(data []byte) error {
	var rest []byte
	if len(data) > len(restHead) && string(data[:len(restHead)]) == restHead {
		data = data[len(restHead):]
		if n := int(data[0]); n > 8 || len(data) < 1+n {
			return errors.New("invalid ChaCha8 Read buffer encoding")
		} else {
			rest, data = data[1:1+n], data[1+n:]
		}
	}
	if len(data) != 48 || string(data[:8]) != chachaHead {
		return errChaCha8
	}
	used := bigEndian(data[8:])
	if used > 4*32-4 {
		return errChaCha8
	}
	var seed [32]byte
	copy(seed[:], data[16:])
	c.Seed(seed)
	c.counter = uint32(used/32) * 4
	c.fill()
	c.next = int(used % 32)
	c.left = copy(c.rest[8-len(rest):], rest)
	return nil
}

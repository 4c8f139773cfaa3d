package sha3

import (
	"encoding/binary"
	"errors"
)

// permute is the permutation of Keccak.
func permute(lanes *[25]uint64)

// sponge takes in bytes and gives out others, a rate at a time.
type sponge struct {
	lanes     [25]uint64
	buffer    [200]byte // what is to be taken in, or what has been given out of the lanes
	at        int       // so much of the buffer is used
	rate      int
	padding   byte // what follows the last byte taken in
	squeezing bool
}

func (s *sponge) reset() {
	s.lanes = [25]uint64{}
	s.at = 0
	s.squeezing = false
}

func (s *sponge) absorb(p []byte) {
	for len(p) > 0 {
		n := copy(s.buffer[s.at:s.rate], p)
		p = p[n:]
		s.at += n
		if s.at == s.rate {
			s.mix()
		}
	}
}

// mix takes in a full buffer.
func (s *sponge) mix() {
	for i := 0; i < s.rate/8; i++ {
		s.lanes[i] ^= binary.LittleEndian.Uint64(s.buffer[8*i:])
	}
	permute(&s.lanes)
	s.at = 0
}

// give puts what comes out into the buffer.
func (s *sponge) give() {
	for i := 0; i < s.rate/8; i++ {
		binary.LittleEndian.PutUint64(s.buffer[8*i:], s.lanes[i])
	}
	s.at = 0
}

func (s *sponge) squeeze(p []byte) {
	if !s.squeezing {
		clear := s.buffer[s.at:s.rate]
		for i := range clear {
			clear[i] = 0
		}
		s.buffer[s.at] = s.padding
		s.buffer[s.rate-1] |= 0x80
		s.mix()
		s.give()
		s.squeezing = true
	}
	for len(p) > 0 {
		if s.at == s.rate {
			permute(&s.lanes)
			s.give()
		}
		n := copy(p, s.buffer[s.at:s.rate])
		p = p[n:]
		s.at += n
	}
}

// A sponge is stored as a mark of four bytes, its rate, 200 bytes of state, how much of a rate is used, and
// whether it gives out. What waits to be taken in is in the state already, as Go has it.
const storedSize = 4 + 1 + 200 + 1 + 1

func (s *sponge) store(mark string, p []byte) []byte {
	p = append(p, mark...)
	p = append(p, byte(s.rate))
	lanes := s.lanes
	if !s.squeezing {
		var waiting [200]byte
		copy(waiting[:], s.buffer[:s.at])
		for i := range lanes {
			lanes[i] ^= binary.LittleEndian.Uint64(waiting[8*i:])
		}
	}
	for _, lane := range lanes {
		p = binary.LittleEndian.AppendUint64(p, lane)
	}
	if s.squeezing {
		return append(p, byte(s.at), 1)
	}
	return append(p, byte(s.at), 0)
}

func (s *sponge) load(mark string, data []byte) error {
	if len(data) != storedSize {
		return errors.New("sha3: invalid hash state")
	}
	if string(data[:4]) != mark {
		return errors.New("sha3: invalid hash state identifier")
	}
	if int(data[4]) != s.rate {
		return errors.New("sha3: invalid hash state function")
	}
	at, squeezing := int(data[storedSize-2]), data[storedSize-1]
	if at > s.rate || squeezing > 1 {
		return errors.New("sha3: invalid hash state")
	}
	for i := range s.lanes {
		s.lanes[i] = binary.LittleEndian.Uint64(data[5+8*i:])
	}
	s.squeezing = squeezing == 1
	if s.squeezing {
		s.give()
	} else {
		// Nothing waits: the zeros change nothing of what is there.
		s.buffer = [200]byte{}
	}
	s.at = at
	return nil
}

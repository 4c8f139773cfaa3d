// Huffman packs texts with a code made for each, and unpacks them again.
package main

import (
	"bytes"
	"errors"
	"fmt"
	"sort"
	"strings"
)

type tree struct {
	symbol      byte
	weight      int
	order       int // for a fixed choice among equal weights
	left, right *tree
}

// A heap with the lightest tree first.
type heap []*tree

func (h heap) less(i, j int) bool {
	if h[i].weight != h[j].weight {
		return h[i].weight < h[j].weight
	}
	return h[i].order < h[j].order
}

func (h *heap) push(t *tree) {
	*h = append(*h, t)
	a := *h
	for i := len(a) - 1; i > 0; {
		parent := (i - 1) / 2
		if !a.less(i, parent) {
			break
		}
		a[i], a[parent] = a[parent], a[i]
		i = parent
	}
}

func (h *heap) pop() *tree {
	a := *h
	top, last := a[0], len(a)-1
	a[0] = a[last]
	a[last] = nil
	a = a[:last]
	*h = a
	for i := 0; ; {
		child := 2*i + 1
		if child >= len(a) {
			return top
		}
		if child+1 < len(a) && a.less(child+1, child) {
			child++
		}
		if !a.less(child, i) {
			return top
		}
		a[i], a[child] = a[child], a[i]
		i = child
	}
}

func build(text []byte) *tree {
	var counts [256]int
	for _, b := range text {
		counts[b]++
	}
	var h heap
	for symbol, count := range counts {
		if count > 0 {
			h.push(&tree{symbol: byte(symbol), weight: count, order: symbol})
		}
	}
	for order := 256; len(h) > 1; order++ {
		a, b := h.pop(), h.pop()
		h.push(&tree{weight: a.weight + b.weight, order: order, left: a, right: b})
	}
	if len(h) == 0 {
		return nil
	}
	return h[0]
}

func (t *tree) codes(prefix string, into map[byte]string) map[byte]string {
	switch {
	case t == nil:
	case t.left == nil:
		if prefix == "" {
			prefix = "0"
		}
		into[t.symbol] = prefix
	default:
		t.left.codes(prefix+"0", into)
		t.right.codes(prefix+"1", into)
	}
	return into
}

func pack(text []byte, codes map[byte]string) (packed []byte, bits int) {
	for _, b := range text {
		for _, c := range codes[b] {
			if bits%8 == 0 {
				packed = append(packed, 0)
			}
			if c == '1' {
				packed[bits/8] |= 0x80 >> (bits % 8)
			}
			bits++
		}
	}
	return packed, bits
}

func (t *tree) unpack(packed []byte, bits int) ([]byte, error) {
	var out bytes.Buffer
	at := t
	for i := 0; i < bits; i++ {
		if t.left == nil {
			out.WriteByte(t.symbol)
			continue
		}
		if packed[i/8]>>(7-i%8)&1 == 0 {
			at = at.left
		} else {
			at = at.right
		}
		if at.left == nil {
			out.WriteByte(at.symbol)
			at = t
		}
	}
	if at != t {
		return nil, errors.New("the bits end within a code")
	}
	return out.Bytes(), nil
}

func main() {
	for _, text := range []string{"", "aaaa", "abracadabra", "Füße über Öl", strings.Repeat("the quick brown fox ", 40)} {
		t := build([]byte(text))
		codes := t.codes("", map[byte]string{})
		packed, bits := pack([]byte(text), codes)
		var back []byte
		var err error
		if t != nil {
			back, err = t.unpack(packed, bits)
		}
		fmt.Printf("%.20q: %d bytes, %d symbols, %d bits, same: %t %v\n",
			text, len(text), len(codes), bits, string(back) == text, err)
		if len(codes) > 0 && len(codes) < 8 {
			var lines []string
			for symbol, code := range codes {
				lines = append(lines, fmt.Sprintf("%c=%s", symbol, code))
			}
			sort.Strings(lines)
			fmt.Println("  ", strings.Join(lines, " "), fmt.Sprintf("% x", packed))
		}
	}
	t := build([]byte("abcabca"))
	_, err := t.unpack([]byte{0xff}, 5)
	fmt.Println(err)
}

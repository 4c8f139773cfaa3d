package main

import (
	"bytes"
	"fmt"
	"runtime"
	"sort"
	"strings"
	"sync/atomic"
	"time"
	"unicode/utf8"
)

// What takes long in one operation does not keep others from stopping the world: it is stopped and
// started again several times in the midst of each. (With the real Go of some only.)

const size = 24 << 20

var stops atomic.Int64

func stopper() {
	var m runtime.MemStats
	for {
		runtime.ReadMemStats(&m)
		stops.Add(1)
		time.Sleep(100 * time.Microsecond)
	}
}

// Memory is cleared only if it was used before.
func interrupted(name string, operation func() bool, use ...func()) {
	for range 100 {
		for _, f := range use {
			f()
		}
		before := stops.Load()
		if !operation() {
			fmt.Println(name, "is wrong")
		}
		if stops.Load() >= before+4 {
			return
		}
	}
	fmt.Println(name, "did not let the world stop")
}

type node struct {
	next *node
	id   int
}

type block [size]byte

func main() {
	runtime.GOMAXPROCS(2)
	go stopper()
	bs := make([]byte, size)
	for i := range bs {
		bs[i] = "0123456789abcdef"[i&15]
	}
	text := string(bs)
	nodes := make([]*node, size/8)
	for i := range nodes {
		nodes[i] = &node{id: i}
	}
	numbers := map[int]int{}
	for i := 0; len(numbers) < 1<<20; i++ {
		numbers[i*7] = i
	}
	var sink []byte
	var pointers []*node
	interrupted("make", func() bool { sink = make([]byte, 4*size); return sink[4*size-1] == 0 }, func() {
		for i := 0; i < len(sink); i += 4096 {
			sink[i] = 1
		}
		sink = nil
		runtime.GC()
	})
	interrupted("make pointers", func() bool { pointers = make([]*node, size/4); return pointers[size/4-1] == nil }, func() {
		for i := 0; i < len(pointers); i += 512 {
			pointers[i] = nodes[0]
		}
		pointers = nil
		runtime.GC()
	})
	interrupted("copy", func() bool { return copy(sink, text) == size && sink[size-1] == 'f' })
	interrupted("copy up", func() bool { return copy(sink[1:], sink) == 4*size-1 && sink[1] == sink[0] })
	interrupted("copy down", func() bool { return copy(sink, sink[1:]) == 4*size-1 })
	interrupted("copy pointers", func() bool { return copy(pointers, nodes) == size/8 && pointers[size/8-1].id == size/8-1 })
	interrupted("append", func() bool { s := append(bs, 'x'); return s[size] == 'x' && s[size-1] == 'f' })
	interrupted("append pointers", func() bool { s := append(nodes, nil); return s[size/8-1].id == size/8-1 })
	interrupted("clear", func() bool { clear(sink); return sink[0] == 0 && sink[4*size-1] == 0 })
	interrupted("clear pointers", func() bool { clear(pointers); return pointers[0] == nil && pointers[size/8-1] == nil })
	interrupted("concatenate", func() bool { return len(text+text[1:]) == 2*size-1 })
	interrupted("bytes", func() bool { b := []byte(text); return b[size-1] == 'f' })
	interrupted("string", func() bool { return string(bs) == text })
	interrupted("runes", func() bool { r := []rune(text); return len(r) == size && string(r[:size/2]) == text[:size/2] })
	interrupted("map", func() bool {
		m := make(map[int]int, 1<<20)
		for len(m) < 1000 {
			m[len(m)] = 0
		}
		return len(m) == 1000
	})
	x, y := new(block), new(block)
	interrupted("array", func() bool { x[size-1]++; *y = *x; return y[size-1] == x[size-1] })
	z := new([4 * size]byte) // to clear less takes less than four sleeps of the stopper
	interrupted("zero", func() bool { z[size-1]++; *z = [4 * size]byte{}; return z[size-1] == 0 })
	interrupted("Repeat", func() bool { return len(strings.Repeat(text[:1<<20], 100)) == 100<<20 })
	interrupted("Index", func() bool { return strings.Index(text, "fedc") == -1 })
	interrupted("Index of much", func() bool {
		s := text + "X"
		return strings.Index(s, s[size/2:]) == size/2 && strings.Index(s, s[:size/2]+"Y") == -1
	})
	same := bytes.Clone(sink)
	interrupted("Equal", func() bool { return bytes.Equal(sink, same) && bytes.Compare(sink, same) == 0 })
	interrupted("LastIndex", func() bool { return bytes.LastIndex(bs, []byte("fedc")) == -1 })
	interrupted("Count", func() bool { return strings.Count(text, "f") == size/16 })
	interrupted("Replace", func() bool { return len(strings.Replace(text, "f", "ff", -1)) == size+size/16 })
	interrupted("Replacer", func() bool { return len(strings.NewReplacer("f", "ff", "zz", "").Replace(text)) == size+size/16 })
	interrupted("ToUpper", func() bool { return strings.ToUpper(text)[size-1] == 'F' })
	interrupted("Map runes", func() bool { return len(strings.ToUpper("ä"+text)) == size+2 })
	interrupted("Split", func() bool { return len(strings.Split(text, "0")) == size/16+1 })
	interrupted("Fields", func() bool { return len(bytes.Fields(bs)) == 1 })
	interrupted("Trim", func() bool { return strings.Trim(text, "0123456789abcdef") == "" })
	interrupted("EqualFold", func() bool { return strings.EqualFold(text, text[:size-1]+"F") })
	interrupted("Valid", func() bool { return utf8.ValidString(text) && utf8.RuneCountInString(text) == size })
	interrupted("format", func() bool { return len(fmt.Sprintf("%s, %v", text, text)) == 2*size+2 })
	words := strings.Split(text, "8")
	interrupted("Join", func() bool { return len(strings.Join(words, "--")) == size+size/16 })
	interrupted("sort.Strings", func() bool {
		for i := range 200000 {
			words[i] = text[(i*7919)%1000 : 1000+i%64]
		}
		sort.Strings(words[:200000])
		return sort.StringsAreSorted(words[:200000])
	})
	ints := make([]int, 1<<20)
	interrupted("sort.Ints", func() bool {
		for i := range ints {
			ints[i] = i * 7919 % 1000003
		}
		sort.Ints(ints)
		return sort.IntsAreSorted(ints)
	})
	fmt.Println("all")
}

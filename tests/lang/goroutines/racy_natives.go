// The library measures a []byte and then writes, while another goroutine changes the bytes. Results may be anything, but nothing else is written to.
package main

import (
	"bytes"
	"fmt"
	"runtime"
	"sort"
	"strings"
	"sync/atomic"
)

const rounds = 1500

// race calls work again and again beside change, and looks whether what was allocated in between is still zero.
func race(name string, change, work func()) {
	var stop, strange atomic.Bool
	done := make(chan bool)
	go func() {
		for !stop.Load() {
			change()
		}
		done <- true
	}()
	var near [][]byte
	for i := 0; i < rounds; i++ {
		func() {
			defer func() { recover() }() // an index may be out of range by then
			work()
		}()
		near = append(near, make([]byte, 64+i*37%4096))
		if len(near) == 100 {
			for _, b := range near {
				if len(bytes.Trim(b, "\x00")) != 0 {
					strange.Store(true)
				}
			}
			near = near[:0]
		}
	}
	stop.Store(true)
	<-done
	fmt.Println(name, strange.Load())
}

func fill[T any](list []T, x T) {
	for i := range list {
		list[i] = x
	}
}

func main() {
	runtime.GOMAXPROCS(4)
	text := make([]byte, 3000)
	race("fields", func() {
		fill(text, 'x')
		for i := range text {
			text[i] = "x "[i&1]
		}
	}, func() { bytes.Fields(text) })
	race("split", func() { fill(text, 'x'); fill(text, ',') }, func() { bytes.Split(text, []byte(",")) })
	race("case", func() { fill(text, 'x'); fill(text, '\xff') }, func() { bytes.ToUpper(text) })
	race("valid", func() { fill(text, 'x'); fill(text, '\xff') }, func() { bytes.ToValidUTF8(text, []byte("????????")) })
	race("replace", func() { fill(text, 'x'); fill(text, 'y') }, func() {
		bytes.Replace(text, []byte("x"), []byte("abcdef"), -1)
		bytes.Replace(text, []byte("xx"), nil, -1)
	})
	race("replace empty", func() { fill(text, 'x'); copy(text, strings.Repeat("日", 1000)) }, func() { bytes.Replace(text, nil, []byte("-"), -1) })
	runes := make([]rune, 1000)
	race("runes", func() { fill(runes, 'a'); fill(runes, 0x10000) }, func() { _ = string(runes) })
	list := make([]string, 500)
	race("join", func() { fill(list, "abcdefgh"[:1]); fill(list, "abcdefgh") }, func() { strings.Join(list, ",") })

	// Who reads while numbers are sorted sees those that are there.
	ints, floats := make([]int, 1000), make([]float64, 1000)
	for i := range ints {
		ints[i], floats[i] = i*7919%1000, float64(i*7919%1000)
	}
	var strange atomic.Bool
	race("numbers", func() {
		for i := range ints {
			if x, y := ints[i], floats[i]; x < 0 || x >= 1000 || !(y >= 0 && y < 1000) {
				strange.Store(true)
			}
		}
	}, func() {
		sort.Ints(ints)
		sort.Float64s(floats)
		ints[0], ints[999], floats[0], floats[999] = ints[999], ints[0], floats[999], floats[0]
	})
	fmt.Println("seen", strange.Load())
	k := 0
	race("ints", func() {
		k++
		for i := range ints {
			ints[i] = (i*7919 + k) % 1000
		}
		fill(ints, -1<<63)
	}, func() { sort.Ints(ints) })
	race("floats", func() {
		k++
		for i := range floats {
			floats[i] = float64((i*7919 + k) % 1000)
		}
		fill(floats, -1e300)
	}, func() { sort.Float64s(floats) })
}

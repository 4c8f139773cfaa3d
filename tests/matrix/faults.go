// Accesses to addresses where nothing is. Arguments: what is done, and the address; or "list".
package main

import (
	"arena"
	"bytes"
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
	"sort"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
	"unsafe"
)

type big struct {
	a [1000]int
	s string
}

var (
	number int
	sink   any
	table  = map[string]int{"a": 1, "abcdefghij": 2}
)

func at[T any](address uintptr) *T {
	return (*T)(*(*unsafe.Pointer)(unsafe.Pointer(&address)))
}

// as takes words for a value of another type.
func as[T any](words ...uintptr) T { return *(*T)(unsafe.Pointer(&words[0])) }

func text(p uintptr) string { return as[string](p, 10) }
func data(p uintptr) []byte { return as[[]byte](p, 10, 10) }
func show(values ...any)    { fmt.Println(values...) }

// freed is memory of an arena of several chunks, all but the last of which go at once where no
// collection runs.
func freed(size int) uintptr {
	debug.SetGCPercent(-1)
	a := arena.NewArena()
	s := arena.MakeSlice[byte](a, size, size)
	for i := 0; i < 3000; i++ {
		arena.New[big](a)
	}
	a.Free()
	return uintptr(unsafe.Pointer(&s[0]))
}

type act struct {
	name string
	do   func(p uintptr)
}

var acts = []act{
	{"load", func(p uintptr) { number = *at[int](p) }},
	{"load of a byte", func(p uintptr) { number = int(*at[byte](p)) }},
	{"store", func(p uintptr) { *at[int](p) = 1 }},
	{"store of a pointer", func(p uintptr) { *at[*int](p) = &number }},
	{"load of a string", func(p uintptr) { show(len(*at[string](p))) }},
	{"copy out", func(p uintptr) { v := *at[big](p); number = v.a[3] }},
	{"copy in", func(p uintptr) { var v big; *at[big](p) = v }},
	{"box", func(p uintptr) { sink = *at[big](p) }},
	{"field", func(p uintptr) { show(at[big](p).s) }},
	{"index", func(p uintptr) { number = int(data(p)[3]) }},
	{"range", func(p uintptr) {
		for _, r := range text(p) {
			number += int(r)
		}
	}},
	{"concatenation", func(p uintptr) { show(len(text(p) + "abc")) }},
	{"comparison", func(p uintptr) { show(text(p) == strings.Repeat("a", 10)) }},
	{"switch", func(p uintptr) {
		switch text(p) {
		case "abcdefghij", "bbbbbbbbbb":
			show(1)
		}
	}},
	{"copy", func(p uintptr) { show(copy(make([]byte, 10), data(p))) }},
	{"append", func(p uintptr) { show(len(append([]byte{1}, data(p)...))) }},
	{"conversion", func(p uintptr) { show(len(string(data(p))), len([]rune(text(p)))) }},
	{"map key", func(p uintptr) { show(table[text(p)]) }},
	{"print", func(p uintptr) { show(text(p)) }},
	{"quote", func(p uintptr) { show(fmt.Sprintf("%q", text(p))) }},
	{"println", func(p uintptr) { println(text(p)) }},
	{"write", func(p uintptr) { show(os.Stdout.Write(data(p))) }},
	{"bytes.IndexByte", func(p uintptr) { show(bytes.IndexByte(data(p), 3)) }},
	{"bytes.Equal", func(p uintptr) { show(bytes.Equal(data(p), make([]byte, 10))) }},
	{"strings.Index", func(p uintptr) { show(strings.Index(text(p), "abc")) }},
	{"strings.ToUpper", func(p uintptr) { show(strings.ToUpper(text(p))) }},
	{"strings.Builder", func(p uintptr) { var b strings.Builder; b.WriteString(text(p)) }},
	{"strconv.Atoi", func(p uintptr) { show(strconv.Atoi(text(p))) }},
	{"utf8", func(p uintptr) { show(utf8.ValidString(text(p))) }},
	{"sort", func(p uintptr) { sort.Strings([]string{text(p), "a", text(p)}) }},
	{"callback", func(p uintptr) { sort.Slice([]int{1, 2}, func(i, j int) bool { return *at[int](p) == 1 }) }},
	{"closure", func(p uintptr) { as[func()](p)() }},
	{"interface", func(p uintptr) { show(as[error](p, p).Error()) }},
	{"empty interface", func(p uintptr) { show(as[any](p, p)) }},
	{"map", func(p uintptr) { show(as[map[int]int](p)[1]) }},
	{"channel", func(p uintptr) { as[chan int](p) <- 1 }},
	{"channel length", func(p uintptr) { show(len(as[chan int](p))) }},
	{"gc", func(p uintptr) { x := at[int](p); sink = &x; runtime.GC() }},
	{"panic", func(p uintptr) { panic(text(p)) }},
	{"goroutine", func(p uintptr) {
		go func() { number = *at[int](p) }()
		time.Sleep(time.Minute)
	}},
	{"deferred", func(p uintptr) {
		defer func() { number = *at[int](p) }()
		panic("first")
	}},
	{"recovered", func(p uintptr) {
		defer func() { show("rec", recover()) }()
		number = *at[int](p)
	}},
	{"finalizer", func(p uintptr) {
		runtime.SetFinalizer(new([20]int), func(*[20]int) { number = *at[int](p) })
		for {
			runtime.GC()
			time.Sleep(time.Millisecond)
		}
	}},
}

type place struct {
	name    string
	address func() uintptr
}

var places = []place{
	{"first page", func() uintptr { return 8 }},
	{"first page, its end", func() uintptr { return 4000 }},
	{"second page", func() uintptr { return 4096 }},
	{"wild", func() uintptr { return 0x123456789000 }},
	{"unaligned", func() uintptr { return 0x123456789003 }},
	{"not canonical", func() uintptr { return 0xdead00000000beef }},
	{"freed", func() uintptr { return freed(100) }},
	{"freed, large", func() uintptr { return freed(1 << 20) }},
}

func main() {
	if os.Args[1] == "list" {
		for _, a := range acts {
			show(a.name)
		}
		show()
		for _, p := range places {
			show(p.name)
		}
		return
	}
	for _, a := range acts {
		for _, p := range places {
			if a.name == os.Args[1] && p.name == os.Args[2] {
				a.do(p.address())
			}
		}
	}
}

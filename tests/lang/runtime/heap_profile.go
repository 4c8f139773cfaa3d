// The heap profile: what was allocated where, and what is left of it.
package main

import (
	"bytes"
	"fmt"
	"runtime"
	"runtime/pprof"
	"strings"
)

type object struct{ words [8]int }

var kept []*object
var sink *object
var text []byte

//go:noinline
func keep(n int) {
	for i := 0; i < n; i++ {
		kept[i] = new(object)
	}
}

//go:noinline
func drop(n int) {
	for i := 0; i < n; i++ {
		sink = &object{[8]int{i}}
	}
	sink = nil
}

//go:noinline
func slices(n int) {
	for i := 0; i < n; i++ {
		text = make([]byte, 1000)
	}
	text = nil
}

//go:noinline
func again(depth int) {
	if depth > 0 {
		again(depth - 1)
	} else {
		drop(10)
	}
}

func records() []runtime.MemProfileRecord {
	for {
		n, _ := runtime.MemProfile(nil, true)
		p := make([]runtime.MemProfileRecord, n+50)
		if n, ok := runtime.MemProfile(p, true); ok {
			return p[:n]
		}
	}
}

func stack(r *runtime.MemProfileRecord) string {
	var names []string
	frames := runtime.CallersFrames(r.Stack())
	for {
		frame, more := frames.Next()
		if strings.HasPrefix(frame.Function, "main.") {
			names = append(names, frame.Function[5:])
		}
		if !more {
			return strings.Join(names, "<")
		}
	}
}

func show(title string) {
	runtime.GC()
	runtime.GC()
	fmt.Println(title)
	for _, name := range []string{"keep<main", "drop<main", "slices<main", "drop<again<again<again<main"} {
		var sum runtime.MemProfileRecord
		for _, r := range records() {
			if stack(&r) == name {
				sum.AllocBytes += r.AllocBytes
				sum.FreeBytes += r.FreeBytes
				sum.AllocObjects += r.AllocObjects
				sum.FreeObjects += r.FreeObjects
			}
		}
		fmt.Println(name, sum.AllocObjects, sum.AllocBytes, sum.InUseObjects(), sum.InUseBytes())
	}
}

func main() {
	kept = make([]*object, 1000)
	runtime.MemProfileRate = 1
	keep(1000)
	drop(2000)
	slices(50)
	again(2)
	show("all kept")
	for i := 300; i < 1000; i++ {
		kept[i] = nil
	}
	show("300 kept")
	runtime.MemProfileRate = 0
	sink = new(object) // Go samples this one yet
	keep(500)
	drop(500)
	show("not profiled")
	runtime.MemProfileRate = 1
	drop(1)
	show("one more")

	var b bytes.Buffer
	fmt.Println(pprof.Lookup("heap").WriteTo(&b, 1), pprof.Lookup("nothing") == nil)
	first, _, _ := strings.Cut(b.String(), " ")
	fmt.Println(first, strings.Contains(b.String(), "main.slices+0x"), strings.Contains(b.String(), "heap_profile.go:"))
}

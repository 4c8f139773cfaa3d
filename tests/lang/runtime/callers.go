// Caller, Callers and Stack: which frames they see, through wrappers and in deferred functions.
package main

import (
	"bytes"
	"fmt"
	"runtime"
	"runtime/debug"
	"strings"
)

type T struct{}

func (T) m()   { show("method") }
func (*T) pm() { show("pointer method") }

type E struct{ T }
type I interface{ m() }

func short(s string) string { return s[strings.LastIndexByte(s, '/')+1:] }

//go:noinline
func show(name string) {
	fmt.Println("==", name)
	for skip := 0; skip < 2; skip++ {
		pc, file, line, ok := runtime.Caller(skip)
		fmt.Println("caller", skip, short(file), line, ok, runtime.FuncForPC(pc).Name())
	}
	for skip := 0; skip < 4; skip++ {
		pcs := make([]uintptr, 20)
		frames := runtime.CallersFrames(pcs[:runtime.Callers(skip, pcs)])
		for more := true; more; {
			var f runtime.Frame
			f, more = frames.Next()
			switch f.Function {
			case "runtime.Callers", "runtime.gopanic", "runtime.panicmem", "runtime.sigpanic":
				fmt.Println("callers", skip, f.Function)
			}
			if strings.HasPrefix(f.Function, "main.") {
				fmt.Println("callers", skip, f.Function, short(f.File), f.Line)
			}
		}
	}
	b := make([]byte, 4096)
	stack("stack", b[:runtime.Stack(b, false)])
	stack("debug.Stack", debug.Stack())
}

// What of a traceback both have: no numbers, no files of packages.
func stack(name string, b []byte) {
	for _, l := range bytes.Split(b, []byte("\n")) {
		s, _, _ := strings.Cut(string(l), " +0x")
		s, _, _ = strings.Cut(s, "(")
		s = strings.TrimSpace(short(s))
		if strings.HasPrefix(s, "main.") || strings.HasPrefix(s, "callers.go") || strings.Contains(s, ".Stack") || s == "panic" {
			fmt.Println(name, s)
		}
	}
}

func deferred() { show("deferred") }

func arg(int) { show("deferred with argument") }

func generic[P any](p P) { show("generic") }

func main() {
	show("plain")
	func() { show("literal") }()
	func() {
		defer deferred()
	}()
	func() {
		defer arg(1)
	}()
	T{}.m()
	var i I = T{}
	i.m()
	i = &T{}
	i.m()
	i = E{}
	i.m()
	i = &E{}
	i.m()
	f := i.m
	f()
	f = (&T{}).pm
	f()
	generic(1)
	func() {
		defer func() { recover() }()
		defer deferred()
		panic(1)
	}()
	func() {
		defer func() { recover() }()
		defer deferred()
		var p *int
		*p = 1
	}()
	func() {
		defer func() { deferred(); recover() }()
		var m map[string]int
		m["a"] = 1
	}()
	c := make(chan bool)
	go func() { show("goroutine"); close(c) }()
	<-c
	for _, skip := range []int{100, 1 << 62} {
		fmt.Println("far", runtime.Callers(skip, make([]uintptr, 3)), runtime.Callers(0, nil))
		_, _, _, ok := runtime.Caller(skip)
		fmt.Println(ok)
	}
	_, _, _, ok := runtime.Caller(100)
	fmt.Println(ok)
	_, _, _, ok = runtime.Caller(-1)
	fmt.Println(ok)
	var zero runtime.Frames
	fr, more := zero.Next()
	fmt.Println(fr.Function == "", more)
	fmt.Println(runtime.FuncForPC(0) == nil, runtime.FuncForPC(1) == nil)
	var fn *runtime.Func
	fmt.Println(fn.Name() == "")
	fmt.Println(runtime.Stack(nil, false), runtime.Stack([]byte{}, true))
}

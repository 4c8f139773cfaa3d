// runtime.AddCleanup: calls for objects that are gone.
package main

import (
	"fmt"
	"runtime"
	"sort"
	"time"
)

type T struct {
	p    *T
	a, b int
}

var said []string

func say(s string) { said = append(said, s) }

func collect(count int) []string {
	for tries := 0; len(said) < count && tries < 400; tries++ {
		runtime.GC()
		time.Sleep(time.Millisecond)
	}
	got := said
	said = nil
	sort.Strings(got)
	return got
}

//go:noinline
func clobber(depth int) int {
	var words [64]int
	if depth > 0 {
		return clobber(depth-1) + words[depth%64]
	}
	return 0
}

//go:noinline
func several() {
	x := new(T)
	runtime.AddCleanup(x, say, "one")
	runtime.AddCleanup(x, say, "two")
	runtime.AddCleanup(&x.b, say, "of a field")
	runtime.AddCleanup(x, say, "stopped").Stop()
	runtime.AddCleanup(x, func(n int) { say(fmt.Sprint("number ", n)) }, 42)
	last := runtime.AddCleanup(x, func(e struct{ a, b string }) { say(e.a + e.b) }, struct{ a, b string }{"str", "uct"})
	other := last
	other.Stop()
	other.Stop()
}

// Unlike a finalizer, a cleanup runs for cycles.
//
//go:noinline
func cycle() {
	x := new(T)
	x.p = &T{p: x}
	runtime.AddCleanup(x, say, "cycle")
}

// With a finalizer the cleanup waits for the object's real end.
//
//go:noinline
func both() {
	x := new(T)
	runtime.AddCleanup(x, say, "2 cleanup")
	runtime.SetFinalizer(x, func(x *T) { say("1 finalizer") })
}

func message(f func()) {
	defer func() { fmt.Println(recover()) }()
	f()
}

func main() {
	several()
	clobber(50)
	fmt.Println(collect(4))
	cycle()
	clobber(50)
	fmt.Println(collect(1))
	both()
	clobber(50)
	fmt.Println(collect(2))
	var none runtime.Cleanup
	none.Stop()
	message(func() { runtime.AddCleanup((*T)(nil), say, "") })
	message(func() { x := new(T); runtime.AddCleanup(x, func(*T) {}, x) })
	message(func() { x := new(T); runtime.AddCleanup(x, func(*int) {}, &x.b) })
	message(func() { x := new(T); runtime.AddCleanup(x, func(int) { x.b++ }, 1) })
	message(func() { runtime.AddCleanup(&said, say, "of a variable").Stop() })
}

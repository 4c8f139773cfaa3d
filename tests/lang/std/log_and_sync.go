// Packages log, sync and sync/atomic by one goroutine; run-time errors by recover; Caller; Fatalf.
package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"log"
	"os"
	"runtime"
	"runtime/debug"
	"sort"
	"strings"
	"sync"
	"sync/atomic"
)

type T struct{ v int }

func try(f func()) {
	defer func() {
		r := recover()
		if e, ok := r.(runtime.Error); ok {
			fmt.Println("runtime:", e)
		} else {
			fmt.Println("recovered:", r)
		}
	}()
	f()
}

func main() {
	var buf bytes.Buffer
	l := log.New(&buf, "pre: ", log.Lshortfile)
	l.Println("hello", 1)
	l.Printf("x=%d", 5)
	l.Print("a", "b", 1, 2)
	l.SetFlags(log.Lmsgprefix | log.Lshortfile)
	l.Print("with nl\n")
	l.SetPrefix("P:")
	l.SetFlags(0)
	l.Output(1, "out")
	try(func() { l.Panicf("p%d", 1) })
	try(func() { l.Panic("p", 1) })
	fmt.Print(buf.String())
	fmt.Println(l.Flags(), l.Prefix(), l.Writer() == io.Writer(&buf))
	buf.Reset()
	log.SetOutput(&buf)
	log.SetFlags(log.Lshortfile)
	log.Println("std")
	log.Print("std2")
	fmt.Print(buf.String())
	buf.Reset()
	log.SetFlags(log.LstdFlags | log.Lmicroseconds)
	log.Print("x")
	fmt.Println(len(buf.String()))

	var mu sync.Mutex
	mu.Lock()
	fmt.Println(mu.TryLock())
	mu.Unlock()
	fmt.Println(mu.TryLock())
	var rw sync.RWMutex
	rw.RLock()
	rw.RLock()
	fmt.Println(rw.TryLock(), rw.TryRLock())
	var once sync.Once
	for i := 0; i < 3; i++ {
		once.Do(func() { fmt.Println("once") })
	}
	of := sync.OnceFunc(func() { fmt.Println("oncefunc"); panic("x") })
	try(of)
	try(of)
	var wg sync.WaitGroup
	wg.Add(1)
	wg.Done()
	wg.Wait()
	try(func() { wg.Done() })
	var m sync.Map
	m.Store("a", 1)
	fmt.Println(m.LoadOrStore("a", 2))
	fmt.Println(m.Load("b"))
	fmt.Println(m.LoadAndDelete("a"))
	pool := sync.Pool{New: func() any { return new(T) }}
	x := pool.Get().(*T)
	pool.Put(x)
	var n atomic.Int64
	n.Add(5)
	fmt.Println(n.CompareAndSwap(5, 7), n.Load(), n.Swap(9), n.Load())
	var u32 uint32
	atomic.AddUint32(&u32, ^uint32(0))
	fmt.Println(u32, atomic.LoadUint32(&u32))
	var v atomic.Value
	v.Store("x")
	try(func() { v.Store(1) })
	try(func() { v.Store(nil) })
	fmt.Println(v.Load())
	var ap atomic.Pointer[T]
	ap.Store(&T{3})
	fmt.Println(ap.Load().v)
	try(func() { var a []int; _ = a[5] })
	try(func() { var m map[string]int; m["a"] = 1 })
	try(func() { var p *T; _ = p.v })
	try(func() { a, b := 1, 0; fmt.Println(a / b) })
	try(func() { var i any = "s"; _ = i.(int) })
	try(func() { var i any; _ = i.(fmt.Stringer) })
	try(func() { panic(fmt.Errorf("e %w", io.EOF)) })
	try(func() { panic(errors.New("x")) })
	runtime.GC()
	var ms runtime.MemStats
	runtime.ReadMemStats(&ms)
	fmt.Println(ms.NumGC > 0, ms.HeapAlloc > 0, runtime.NumGoroutine(), runtime.GOOS, runtime.GOARCH, debug.SetGCPercent(50))
	_, file, line, ok := runtime.Caller(0)
	fmt.Println(file[strings.LastIndexByte(file, '/')+1:], line, ok)
	var names []string
	for k := range map[string]int{"z": 1, "y": 2, "x": 3} {
		names = append(names, k)
	}
	sort.Strings(names)
	fmt.Println(names)
	fmt.Fprintln(os.Stderr, "to stderr")
	defer fmt.Println("not run")
	log.SetFlags(0)
	log.SetOutput(os.Stdout)
	log.Fatalf("fatal %d", 3)
}

// Calls of what is nil, in all forms, in all places where a panic may happen. With two arguments:
// the form and the place of one call that nobody recovers. Without: all that are recovered.
package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"runtime"
	"sort"
	"strings"
	"sync"
	"time"
	"unicode/utf8"
)

type value struct{ a, b int }

func (v value) get() int         { return v.a }
func (v value) Error() string    { return "value" }
func (v value) with(f func())    { f() }
func (v *value) pointed() string { return fmt.Sprint(v.b) }

type holder struct {
	error
	getter
	f  func(int, string) (string, error)
	p  *value
	fs map[string]func()
}

type getter interface{ get() int }

var (
	global  func()
	holding holder
	table   [3]func(int) int
	none    error
	pointer *value
	number  = 1

	asked getter = pointer
)

func callGeneric[F ~func()](f F)                   { f() }
func getGeneric[T interface{ get() int }](t T) int { return t.get() }
func asGetter() getter                             { return asked }
func nothing() func()                              { return nil }
func many() (func(int), int)                       { return nil, 7 }

type form struct {
	name string
	call func()
}

var forms = []form{
	{"variable", func() {
		var f func()
		f()
	}},
	{"parameter", func() { callParameter(nil) }},
	{"global", func() { global() }},
	{"result", func() { nothing()() }},
	{"results", func() {
		f, n := many()
		f(n)
	}},
	{"field", func() { fmt.Println(holding.f(number, "a")) }},
	{"map element", func() { holding.fs["no"]() }},
	{"array element", func() { fmt.Println(table[number](1)) }},
	{"captured", func() {
		var f func() int
		func() { number += f() }()
	}},
	{"converted", func() { (func())(nil)() }},
	{"channel", func() {
		c := make(chan func(), 1)
		c <- nil
		(<-c)()
	}},
	{"asserted", func() {
		var x any = global
		x.(func())()
	}},
	{"interface", func() { fmt.Println(none.Error()) }},
	{"interface of a number of methods", func() {
		var w interface {
			Read([]byte) (int, error)
			Write([]byte) (int, error)
		}
		w.Write(nil)
	}},
	{"embedded interface", func() { fmt.Println(holding.Error()) }},
	{"interface value", func() {
		f := none.Error
		fmt.Println("evaluated", f != nil)
	}},
	{"interface expression", func() { fmt.Println(error.Error(none)) }},
	{"promoted value", func() {
		f := holding.Error
		fmt.Println("evaluated", f != nil)
		f()
	}},
	{"value method", func() { fmt.Println(pointer.get()) }},
	{"value method of a field", func() { fmt.Println(holding.p.get()) }},
	{"method value", func() {
		f := pointer.get
		fmt.Println("evaluated", f != nil)
	}},
	{"method expression", func() { fmt.Println((*value).get(pointer)) }},
	{"pointer method", func() { pointer.pointed() }},
	{"pointer method value", func() {
		f := pointer.pointed
		fmt.Println("evaluated", f != nil)
		f()
	}},
	{"value method by interface", func() { fmt.Println(asGetter().get()) }},
	{"value method by interface value", func() {
		f := asGetter().get
		fmt.Println("evaluated", f != nil)
		f()
	}},
	{"generic", func() { callGeneric(global) }},
	{"generic method", func() { getGeneric(holding) }},
	{"generic interface", func() { getGeneric(getter(nil)) }},
	{"argument", func() { value{}.with(nil) }},
	{"variadic", func() { callAll(func() {}, nil) }},
	{"defer", func() {
		defer global()
		fmt.Println("deferred")
	}},
	{"defer of a result", func() {
		defer nothing()()
		fmt.Println("deferred")
	}},
	{"defer with arguments", func() {
		defer table[0](number)
		fmt.Println("deferred")
	}},
	{"defer of two", func() {
		defer global()
		defer nothing()()
		fmt.Println("deferred")
	}},
	{"defer of an interface method", func() {
		defer none.Error()
		fmt.Println("deferred")
	}},
	{"defer of a value method", func() {
		defer pointer.get()
		fmt.Println("deferred")
	}},
	{"defer of a pointer method", func() {
		defer pointer.pointed()
		fmt.Println("deferred")
	}},
	{"defer of a method expression", func() {
		defer error.Error(nil)
		fmt.Println("deferred")
	}},
	{"defer of a generic", func() {
		defer callGeneric[func()](nil)
		fmt.Println("deferred")
	}},
	{"go of an interface method", func() { go none.Error() }},
	{"go of a value method", func() { go pointer.get() }},
	{"sort.Slice", func() { sort.Slice([]int{2, 1}, nil) }},
	{"sort.Sort", func() { sort.Sort(nil) }},
	{"sort.Search", func() { sort.Search(9, nil) }},
	{"strings.Map", func() { strings.Map(nil, "abc") }},
	{"strings.IndexFunc", func() { strings.IndexFunc("abc", nil) }},
	{"strings.FieldsFunc", func() { strings.FieldsFunc("abc", nil) }},
	{"strings.TrimFunc", func() { strings.TrimFunc("abc", nil) }},
	{"bytes.Map", func() { bytes.Map(nil, []byte("abc")) }},
	{"bufio.Scanner", func() {
		s := bufio.NewScanner(strings.NewReader("abc"))
		s.Split(nil)
		s.Scan()
	}},
	{"bufio.Reader", func() { bufio.NewReader(nil).ReadByte() }},
	{"fmt.Fprint", func() { fmt.Fprint(nil, 1) }},
	{"sync.Once", func() { new(sync.Once).Do(nil) }},
	{"sync.Mutex", func() { (*sync.Mutex)(nil).Lock() }},
	{"sync.WaitGroup", func() { (*sync.WaitGroup)(nil).Add(1) }},
	{"sync.Cond", func() {
		c := sync.NewCond(nil)
		c.Wait()
	}},
	{"sync.Map", func() {
		m := &sync.Map{}
		m.Store(1, 2)
		m.Range(nil)
	}},
	{"context.WithCancel", func() { context.WithCancel(nil) }},
	{"errors.As", func() { fmt.Println(errors.As(none, new(error))); errors.As(value{}, nil) }},
	{"time.Timer", func() { new(time.Timer).Stop() }},
	{"time.Timer of nil", func() { (*time.Timer)(nil).Stop() }},
	{"strings.Builder", func() { (*strings.Builder)(nil).WriteString("a") }},
	{"bytes.Buffer", func() { (*bytes.Buffer)(nil).WriteString("a") }},
	{"utf8", func() { utf8.EncodeRune(nil, 'a') }},
	{"pool", func() { (*sync.Pool)(nil).Get() }},
}

func callParameter(f func()) {
	f()
}

func callAll(fs ...func()) {
	for _, f := range fs {
		f()
	}
}

// What nobody can recover where it is written.
var elsewhere = []form{
	{"go", func() {
		go global()
		wait()
	}},
	{"go of a result with arguments", func() {
		go table[0](1)
		wait()
	}},
	{"time.AfterFunc", func() {
		time.AfterFunc(0, nil)
		wait()
	}},
	{"context.AfterFunc", func() {
		c, cancel := context.WithCancel(context.Background())
		context.AfterFunc(c, nil)
		cancel()
		wait()
	}},
	{"runtime.SetFinalizer", func() {
		runtime.SetFinalizer(new([20]int), (func(*[20]int))(nil))
		collect()
	}},
	{"runtime.AddCleanup", func() {
		runtime.AddCleanup(new([20]int), (func(int))(nil), 1)
		collect()
	}},
}

func wait() { time.Sleep(time.Minute) }

func collect() {
	for {
		runtime.GC()
		time.Sleep(time.Millisecond)
	}
}

type place struct {
	name string
	run  func(call func())
}

var places = []place{
	{"plain", func(call func()) { call() }},
	{"deferred", func(call func()) {
		defer call()
		number = 1
	}},
	{"deferred inside", func(call func()) {
		defer func() { call() }()
		number = 1
	}},
	{"while panicking", func(call func()) {
		defer func() { call() }()
		panic("first")
	}},
	{"after recovering", func(call func()) {
		defer func() {
			recover()
			call()
		}()
		panic("first")
	}},
	{"in a callback", func(call func()) {
		sort.Slice([]int{2, 1}, func(i, j int) bool {
			call()
			return false
		})
	}},
	{"in a String method", func(call func()) {
		fmt.Println(fmt.Sprint(caller{call}))
	}},
	{"on a grown stack", func(call func()) { deep(2000, call) }},
	{"with garbage", func(call func()) {
		for i := 0; i < 1000; i++ {
			garbage = append(garbage[:i%100], new([100]int))
		}
		call()
	}},
}

// Places that only the one that is not recovered has.
var ends = []place{
	{"goroutine", func(call func()) {
		go call()
		wait()
	}},
	{"finalizer", func(call func()) {
		runtime.SetFinalizer(new([20]int), func(*[20]int) { call() })
		collect()
	}},
	{"cleanup", func(call func()) {
		runtime.AddCleanup(new([20]int), func(int) { call() }, 1)
		collect()
	}},
	{"timer", func(call func()) {
		time.AfterFunc(0, call)
		wait()
	}},
	{"goexit", func(call func()) {
		go func() {
			defer call()
			runtime.Goexit()
		}()
		wait()
	}},
}

var garbage []*[100]int

type caller struct{ call func() }

func (c caller) String() string {
	c.call()
	return "called"
}

func deep(n int, call func()) int {
	var room [10]int
	if n == 0 {
		call()
		return 0
	}
	room[n%10] = deep(n-1, call)
	return room[(n+1)%10]
}

func attempt(p place, f form) {
	defer func() {
		r := recover()
		_, isRuntime := r.(runtime.Error)
		fmt.Printf("%s, %s: %v %v\n", f.name, p.name, r, isRuntime)
	}()
	p.run(f.call)
}

func allRecovered() {
	for _, p := range places {
		for _, f := range forms {
			attempt(p, f)
		}
	}
	done := make(chan bool)
	for _, f := range forms {
		go func() {
			defer close(done)
			attempt(places[0], f)
		}()
		<-done
		done = make(chan bool)
	}
}

func find(name string, lists ...[]place) func(func()) {
	for _, list := range lists {
		for _, p := range list {
			if p.name == name {
				return p.run
			}
		}
	}
	return nil
}

// Attempt makes one call that nobody recovers.
func Attempt(name, where string) {
	for _, f := range append(forms, elsewhere...) {
		if f.name == name {
			find(where, places, ends)(f.call)
		}
	}
}

// Number tells a host that the instance lives.
func Number() int { return number }

func main() {
	if len(os.Args) == 1 {
		allRecovered()
	} else if os.Args[1] == "list" {
		for _, f := range append(forms, elsewhere...) {
			fmt.Println(f.name)
		}
		fmt.Println()
		for _, p := range append(places, ends...) {
			fmt.Println(p.name)
		}
	} else {
		Attempt(os.Args[1], os.Args[2])
	}
}

// recover through methods, wrappers, function values and generics; beside Goexit; builtins deferred.
package main

import (
	"fmt"
	"runtime"
	"sync"
)

type T struct{ name string }

func (t T) value()    { fmt.Println("value", t.name, recover()) }
func (t *T) pointer() { fmt.Println("pointer", t.name, recover()) }
func (t T) indirect() { t.helper() }
func (t T) helper()   { fmt.Println("helper", recover()) }

type E struct{ T }
type EP struct{ *T }
type I interface{ value() }
type EI struct{ I }

func rec()              { fmt.Println("rec", recover()) }
func recArgs(a int) any { r := recover(); fmt.Println("recArgs", a, r); return r }
func gen[P any](p P)    { fmt.Println("gen", p, recover()) }
func callsRec()         { rec() }
func deferRec()         { defer rec() }

func try(name string, f func()) {
	defer func() { fmt.Println(name, "outer", recover()) }()
	f()
	fmt.Println(name, "returned")
}

func main() {
	t := T{"t"}
	var i I = t
	var ip I = &t
	e, ep, ei := E{t}, EP{&t}, EI{i}
	try("builtin", func() { defer recover(); panic(1) })
	try("builtin in deferred", func() { defer func() { defer recover() }(); panic(1) })
	try("builtin twice in deferred", func() { defer func() { defer func() { defer recover() }() }(); panic(1) })
	try("builtin in deferred then", func() {
		defer func() { fmt.Println("then", recover()) }()
		defer func() { defer recover() }()
		panic(1)
	})
	try("go builtin", func() { defer func() { go recover(); runtime.Gosched() }(); panic(1) })
	try("literal in deferred", func() { defer func() { func() { fmt.Println(recover()) }() }(); panic(1) })
	try("rec", func() { defer rec(); panic(1) })
	try("recArgs", func() { defer recArgs(3); panic(1) })
	try("callsRec", func() { defer callsRec(); panic(1) })
	try("deferRec", func() { defer deferRec(); panic(1) })
	try("value", func() { defer t.value(); panic(1) })
	try("pointer", func() { defer t.pointer(); panic(1) })
	try("indirect", func() { defer t.indirect(); panic(1) })
	try("iface", func() { defer i.value(); panic(1) })
	try("iface pointer", func() { defer ip.value(); panic(1) })
	try("embedded", func() { defer e.value(); panic(1) })
	try("embedded pointer", func() { defer ep.value(); panic(1) })
	try("embedded pointer pointer", func() { defer ep.pointer(); panic(1) })
	try("embedded iface", func() { defer ei.value(); panic(1) })
	try("embedded as iface", func() { var x I = e; defer x.value(); panic(1) })
	try("embedded iface as iface", func() { var x I = ei; defer x.value(); panic(1) })
	try("pointer of embedded iface as iface", func() { var x I = &ei; defer x.value(); panic(1) })
	try("method value", func() { f := t.value; defer f(); panic(1) })
	try("method value pointer", func() { f := t.pointer; defer f(); panic(1) })
	try("method value iface", func() { f := i.value; defer f(); panic(1) })
	try("method value embedded", func() { f := ei.value; defer f(); panic(1) })
	try("method expr", func() { defer T.value(t); panic(1) })
	try("method expr pointer", func() { defer (*T).value(&t); panic(1) })
	try("method expr iface", func() { defer I.value(i); panic(1) })
	try("method expr value", func() { f := (*T).value; defer f(&t); panic(1) })
	try("gen", func() { defer gen(5); panic(1) })
	try("gen value", func() { f := gen[string]; defer f("s"); panic(1) })
	try("in deferred method value", func() { defer func() { f := t.value; f() }(); panic(1) })
	try("in deferred iface", func() { defer func() { i.value() }(); panic(1) })
	try("print", func() { defer print(""); panic(1) })
	try("fmt.Println(recover())", func() { defer fmt.Println("arg", recover()); panic(1) })
	try("nested", func() {
		defer func() { fmt.Println("second", recover()) }()
		defer func() {
			defer func() { fmt.Println("first", recover()) }()
			panic(2)
		}()
		panic(1)
	})
	try("nested replaced", func() {
		defer func() { fmt.Println("second", recover()) }()
		defer func() { panic(2) }()
		panic(1)
	})
	try("recover in nested call frame", func() {
		defer func() {
			defer func() { fmt.Println("inner none", recover()) }()
		}()
		panic(1)
	})
	try("recover after repanic", func() {
		defer func() { fmt.Println("o", recover()) }()
		defer func() {
			r := recover()
			panic(fmt.Sprint("again ", r))
		}()
		panic(1)
	})
	try("twice", func() {
		defer func() { fmt.Println(recover(), recover()) }()
		panic(1)
	})
	try("nil", func() { defer rec(); panic(nil) })
	try("no panic", func() { defer rec() })
	try("recover runs panic in another", func() {
		defer func() {
			try("inside", func() { panic(2) })
			fmt.Println("got", recover())
		}()
		panic(1)
	})
	var wg sync.WaitGroup
	wg.Add(1)
	go func() {
		defer wg.Done()
		defer fmt.Println("goexit outer deferred")
		defer func() { fmt.Println("goexit", recover()) }()
		func() {
			defer func() { fmt.Println("goexit inner", recover()) }()
			defer func() {
				defer func() { fmt.Println("panic in goexit", recover()) }()
				panic("p")
			}()
			runtime.Goexit()
		}()
		fmt.Println("never")
	}()
	wg.Wait()
	wg.Add(1)
	go func() {
		defer wg.Done()
		defer func() { fmt.Println("outer", recover()) }()
		defer func() {
			fmt.Println("recovers", recover())
		}()
		defer func() {
			defer runtime.Goexit()
			panic("before goexit")
		}()
		panic("first")
	}()
	wg.Wait()
	wg.Add(1)
	go func() {
		defer wg.Done()
		defer func() { fmt.Println("after goexit in deferred:", recover()) }()
		defer runtime.Goexit()
		panic("hidden")
	}()
	wg.Wait()
	wg.Add(1)
	go func() {
		defer wg.Done()
		func() {
			defer func() { fmt.Println("r", recover()) }()
			func() {
				defer func() { panic("after goexit") }()
				runtime.Goexit()
			}()
		}()
		fmt.Println("never either")
	}()
	wg.Wait()
	m := map[int]int{1: 1}
	c := make(chan int, 1)
	s, d := []int{1, 2}, []int{0, 0}
	func() {
		defer delete(m, 1)
		defer close(c)
		defer copy(d, s)
		defer clear(map[int]int{})
		defer print()
		defer println()
	}()
	_, ok := <-c
	fmt.Println(len(m), ok, d)
	try("defer panic", func() { defer panic(7) })
	try("defer panic in panic", func() { defer panic(8); panic(7) })
	try("defer close nil", func() { defer close(chan int(nil)); fmt.Println("x") })
	try("go panic", func() { defer func() { recover() }(); _ = 1 })
}

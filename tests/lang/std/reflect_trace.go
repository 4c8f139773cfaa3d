// Errors, finalizers and defers pass through reflected calls; the traceback of a panic shows them.
package main

import (
	"fmt"
	"reflect"
	"runtime"
	"strings"
)

type T struct{ p *int }

func (T) Fail(n int) { panic(fmt.Sprint("failed ", n)) }

func frames(wanted ...string) {
	buf := make([]byte, 1<<14)
	text := string(buf[:runtime.Stack(buf, false)])
	for _, w := range wanted {
		fmt.Print(w, " ", strings.Contains(text, w), " ")
	}
	fmt.Println()
}

func main() {
	reflect.ValueOf(frames).CallSlice([]reflect.Value{reflect.ValueOf([]string{"main.frames", "reflect.Value.call", "reflect.Value.CallSlice", "main.main"})})
	done := make(chan bool)
	func() {
		x := reflect.New(reflect.TypeOf(T{}))
		runtime.SetFinalizer(x.Interface(), reflect.MakeFunc(reflect.TypeOf(func(*T) {}), func(in []reflect.Value) []reflect.Value {
			fmt.Println("finalizer of", in[0].Type())
			close(done)
			return nil
		}).Interface())
		reflect.ValueOf(func(t *T) {}).Call([]reflect.Value{x})
	}()
	for waiting := true; waiting; {
		runtime.GC()
		select {
		case <-done:
			waiting = false
		default:
			runtime.Gosched()
		}
	}
	defer func() {
		fmt.Println("deferred in main")
	}()
	reflect.ValueOf(T{}).MethodByName("Fail").Call([]reflect.Value{reflect.ValueOf(3)})
}

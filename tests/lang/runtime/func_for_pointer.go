// runtime.FuncForPC of what reflect says a function is: names, files and lines.
package main

import (
	"fmt"
	"path/filepath"
	"reflect"
	"runtime"
	"strings"
)

type T struct{}

func (T) M()  {}
func (*T) P() {}

type Box[X any] struct{ x X }

func (b *Box[X]) Get() X  { return b.x }
func (b Box[X]) Value() X { return b.x }
func F()                  {}
func G[X any](X)          {}

var lit = func() {}

func name(f any) string { return runtime.FuncForPC(reflect.ValueOf(f).Pointer()).Name() }
func main() {
	x := 1
	c := func() { x++ }
	fmt.Println(name(F), name(T.M), name((*T).P), name(T{}.M), name((&T{}).P), name(c), name(lit), name(strings.ToUpper), name(G[int]), name(func() {}), name((&Box[int]{}).Get), name((*Box[string]).Get), name(Box[int].Value))
	v := reflect.ValueOf(F)
	fmt.Println(v.Pointer() == reflect.ValueOf(F).Pointer(), v.Pointer() == reflect.ValueOf(c).Pointer(), reflect.ValueOf((func())(nil)).Pointer(), uintptr(v.UnsafePointer()) == v.Pointer(), fmt.Sprintf("%p", F) == fmt.Sprintf("%#x", v.Pointer()))
	file, line := runtime.FuncForPC(reflect.ValueOf(F).Pointer()).FileLine(reflect.ValueOf(F).Pointer())
	fmt.Println(filepath.Base(file), line)
	F()
	file, line = runtime.FuncForPC(reflect.ValueOf(main).Pointer()).FileLine(reflect.ValueOf(main).Pointer())
	fmt.Println(filepath.Base(file), line, name(main))
	fs := map[string]int{}
	for _, f := range []any{F, c, lit} {
		fs[name(f)]++
	}
	fmt.Println(fs)
	fmt.Println(runtime.FuncForPC(0) == nil, runtime.FuncForPC(v.Pointer()+1).Name())
}

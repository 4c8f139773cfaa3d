// Iterators of package reflect.
package main

import (
	"fmt"
	"iter"
	"reflect"
	"sort"
)

type T struct {
	A int
	B string
}

func (T) First()        {}
func (T) Second(x int)  {}
func (T) All(yield func(int) bool) {
	for i := 0; i < 3 && yield(i*i); i++ {
	}
}

type small uint8

func show(v reflect.Value, most int) {
	t := v.Type()
	fmt.Print(t, " ", t.CanSeq(), t.CanSeq2(), ":")
	if t.CanSeq() {
		n := 0
		var parts []string
		v.Seq()(func(x reflect.Value) bool {
			parts = append(parts, fmt.Sprint(x.Type(), " ", x))
			n++
			return n < most
		})
		if v.Kind() == reflect.Map {
			sort.Strings(parts)
		}
		fmt.Print(parts)
	}
	if t.CanSeq2() {
		n := 0
		var parts []string
		v.Seq2()(func(x, y reflect.Value) bool {
			parts = append(parts, fmt.Sprint(x, "=", y))
			n++
			return n < most
		})
		if v.Kind() == reflect.Map {
			sort.Strings(parts)
		}
		fmt.Print(parts)
	}
	fmt.Println()
}

func main() {
	c := make(chan string, 3)
	c <- "x"
	c <- "y"
	close(c)
	var pairs iter.Seq2[string, int] = func(yield func(string, int) bool) {
		if yield("a", 1) && yield("b", 2) {
			yield("c", 3)
		}
	}
	for _, x := range []any{5, int8(-3), small(4), uint64(2), []string{"a", "b", "c"}, [2]bool{true}, &[2]int{7, 8}, "häß", map[int]string{1: "one"}, c, pairs, T{}.All, func() {},
		1.5, &T{}} {
		show(reflect.ValueOf(x), 2)
	}
	show(reflect.ValueOf(map[string]int{"p": 1, "q": 2, "r": 3}), 9)
	show(reflect.ValueOf(T{}).MethodByName("All"), 9)
	t := reflect.TypeOf(T{})
	t.Fields()(func(f reflect.StructField) bool { fmt.Print(f.Name, " "); return true })
	t.Methods()(func(m reflect.Method) bool { fmt.Print(m.Name, " "); return m.Index < 1 })
	reflect.TypeOf(show).Ins()(func(in reflect.Type) bool { fmt.Print(in, " "); return true })
	reflect.TypeOf(fmt.Print).Outs()(func(out reflect.Type) bool { fmt.Print(out, " "); return true })
	reflect.ValueOf(T{1, "b"}).Fields()(func(f reflect.StructField, v reflect.Value) bool { fmt.Print(f.Name, "=", v, " "); return true })
	reflect.ValueOf(T{}).Methods()(func(m reflect.Method, v reflect.Value) bool { fmt.Print(m.Name, " ", v.Type(), " "); return true })
	fmt.Println()
	for _, f := range []func(){func() { reflect.ValueOf(1.5).Seq() }, func() { reflect.ValueOf(1).Seq2() }, func() { reflect.TypeOf(1).Fields() }, func() { reflect.TypeOf(1).Ins() },
		func() { reflect.ValueOf(1).Fields() }} {
		func() {
			defer func() { fmt.Println(recover()) }()
			f()
		}()
	}
}

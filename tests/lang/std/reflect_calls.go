// Calls through package reflect: arguments and results of every shape, variadic ones, methods of values, pointers and interfaces, promoted ones.
package main

import (
	"errors"
	"fmt"
	"os"
	"reflect"
	"runtime"
	"strings"
)

type large struct{ Words [200]int }
type narrow struct {
	A int8
	B uint16
	C float32
}

func shapes(a int8, b uint16, c float32, d float64, e complex64, f complex128, g string, h []int, i any, j error, k narrow, l large, m [3]byte, n *int, o bool,
	p func() int, q map[string]int, r struct{}) (int8, uint16, float32, float64, complex64, complex128, string, []int, any, error, narrow, large, [3]byte, *int, bool,
	func() int, map[string]int, struct{}) {
	return a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r
}

type T struct{ name string }

func (t T) Value(s string) string              { return t.name + s }
func (t *T) Pointer(s string) string           { t.name += s; return t.name }
func (t T) Variadic(n int, s ...string) string { return fmt.Sprint(t.name, n, s, len(s)) }
func (t T) unexported()                        {}

type number int

func (n number) Double() number { return n * 2 }

type fn func() string

func (f fn) Run() string { return "ran " + f() }

type outer struct {
	T
	*inner
	fmt.Stringer
}
type inner struct{ n int }

func (i *inner) Inner() int { return i.n }

type text string

func (t text) String() string { return string(t) }

type big struct{ words [300]int }

func (b big) Sum() int {
	n := 0
	for _, w := range b.words {
		n += w
	}
	return n
}

type keeper struct{ a, b int }

var kept keeper

// Change changes the variable that it was called on, and not its own copy.
func (k keeper) Change() { kept.a++; fmt.Println(k.a, kept.a) }

func values(x ...any) []reflect.Value {
	var list []reflect.Value
	for _, a := range x {
		list = append(list, reflect.ValueOf(a))
	}
	return list
}

func show(out []reflect.Value) {
	for _, v := range out {
		fmt.Print(v, " ")
	}
	fmt.Println()
}

func methods(x any) {
	t := reflect.TypeOf(x)
	fmt.Printf("%v:", t)
	for i := 0; i < t.NumMethod(); i++ {
		m := t.Method(i)
		fmt.Print(" ", m.Index, m.Name, " ", m.Type)
	}
	fmt.Println()
}

func recurse(n int) int {
	var pad [64]int
	pad[n%64] = n
	if n == 0 {
		return 0
	}
	return pad[n%64] - n + 1 + int(reflect.ValueOf(recurse).Call(values(n - 1))[0].Int())
}

func main() {
	n := 5
	l := large{}
	l.Words[199] = 77
	args := values(int8(-1), uint16(60000), float32(1.5), 2.5, complex64(1+2i), 3+4i, "s", []int{1, 2}, 7, errors.New("e"), narrow{-3, 4, 5.5}, l, [3]byte{1, 2, 3}, &n,
		true, func() int { return n }, map[string]int{"k": 1}, struct{}{})
	out := reflect.ValueOf(shapes).Call(args)
	for i, v := range out {
		switch v.Kind() {
		case reflect.Pointer:
			fmt.Print(v.Elem(), " ")
		case reflect.Func:
			fmt.Print(v.Call(nil)[0], " ")
		case reflect.Struct:
			if i == 11 {
				fmt.Print(v.Field(0).Index(199), " ")
				continue
			}
			fmt.Print(v, " ")
		default:
			fmt.Print(v, " ")
		}
	}
	fmt.Println()
	fmt.Println(out[8].Kind(), out[9].Kind(), out[9].Type(), out[9].CanSet(), out[9].Elem().Type())
	var none error
	show(reflect.ValueOf(func(e error) bool { return e == nil }).Call([]reflect.Value{reflect.ValueOf(&none).Elem()}))
	show(reflect.ValueOf(strings.ToUpper).Call(values("native")))
	show(reflect.ValueOf(strings.Repeat).Call(values("ab", 3)))
	show(reflect.ValueOf(fmt.Sprintf).Call(values("%d-%s", 1, "x")))
	show(reflect.ValueOf(fmt.Sprint).CallSlice(values([]any{1, "y", 2})))
	show(reflect.ValueOf(fmt.Sprint).Call(nil))

	t := T{"t"}
	v := reflect.ValueOf(t)
	p := reflect.ValueOf(&t)
	show(v.MethodByName("Value").Call(values("1")))
	show(p.MethodByName("Pointer").Call(values("2")))
	show(p.MethodByName("Value").Call(values("3")))
	show(v.MethodByName("Variadic").Call(values(1)))
	show(v.MethodByName("Variadic").Call(values(1, "a", "b")))
	show(v.MethodByName("Variadic").CallSlice(values(1, []string{"c"})))
	fmt.Println(v.MethodByName("unexported").IsValid(), v.MethodByName("Pointer").IsValid(), p.Elem().Addr().NumMethod(), v.NumMethod())
	show(reflect.ValueOf(number(21)).Method(0).Call(nil))
	show(reflect.ValueOf(fn(func() string { return "it" })).Method(0).Call(nil))
	b := big{}
	b.words[3], b.words[299] = 30, 12
	show(reflect.ValueOf(b).Method(0).Call(nil))
	show(reflect.ValueOf(&b).Method(0).Call(nil))
	o := outer{T{"o"}, &inner{9}, text("str")}
	methods(o)
	methods(&o)
	methods(number(1))
	ov := reflect.ValueOf(o)
	show(ov.MethodByName("Inner").Call(nil))
	show(ov.MethodByName("String").Call(nil))
	show(ov.MethodByName("Value").Call(values("!")))
	show(reflect.ValueOf(&o).MethodByName("Pointer").Call(values("?")))
	var s fmt.Stringer = text("dynamic")
	sv := reflect.ValueOf(&s).Elem()
	show(sv.Method(0).Call(nil))
	fmt.Println(sv.Type().Method(0).Name, sv.Type().Method(0).Type, sv.Method(0).Type(), sv.Method(0).Kind(), sv.Type().Method(0).Func.IsValid())
	m, _ := reflect.TypeOf(t).MethodByName("Variadic")
	show(m.Func.Call(values(t, 4, "z")))
	show(m.Func.CallSlice(values(t, 4, []string{"w"})))
	fmt.Println(m.Func.Interface().(func(T, int, ...string) string)(t, 1))
	pm, _ := reflect.TypeOf(&t).MethodByName("Pointer")
	fmt.Println(pm.Type, pm.Func.Interface().(func(*T, string) string)(&t, "p"))
	bm := reflect.ValueOf(&t).MethodByName("Pointer").Interface().(func(string) string)
	fmt.Println(bm("b"), t.name)
	bv := reflect.ValueOf(&t).Elem().MethodByName("Value").Interface().(func(string) string)
	t.name = "changed"
	fmt.Println(bv("1"))
	fmt.Println(reflect.ValueOf(t).Method(0).String(), reflect.ValueOf(t).Method(0).Type())

	reflect.ValueOf(&kept).Elem().Method(0).Call(nil)

	double := reflect.MakeFunc(reflect.TypeOf(shapes), func(in []reflect.Value) []reflect.Value { return in }).Interface().(func(a int8, b uint16, c float32, d float64,
		e complex64, f complex128, g string, h []int, i any, j error, k narrow, l large, m [3]byte, n *int, o bool, p func() int, q map[string]int, r struct{}) (int8,
		uint16, float32, float64, complex64, complex128, string, []int, any, error, narrow, large, [3]byte, *int, bool, func() int, map[string]int, struct{}))
	r1, r2, r3, r4, r5, r6, r7, r8, r9, r10, r11, r12, r13, r14, r15, r16, r17, r18 := double(-1, 2, 3, 4, 5, 6, "7", []int{8}, 9, nil, narrow{A: -11}, l, [3]byte{13}, &n,
		true, func() int { return 16 }, map[string]int{"17": 17}, struct{}{})
	fmt.Println(r1, r2, r3, r4, r5, r6, r7, r8, r9, r10, r11, r12.Words[199], r13, *r14, r15, r16(), r17, r18)
	sum := reflect.MakeFunc(reflect.TypeOf(func(string, ...int) int { return 0 }), func(in []reflect.Value) []reflect.Value {
		total := in[0].Len()
		for i := 0; i < in[1].Len(); i++ {
			total += int(in[1].Index(i).Int())
		}
		return []reflect.Value{reflect.ValueOf(total)}
	}).Interface().(func(string, ...int) int)
	fmt.Println(sum("abc", 1, 2, 3), sum("x"))
	var e func() error
	reflect.ValueOf(&e).Elem().Set(reflect.MakeFunc(reflect.TypeOf(e), func([]reflect.Value) []reflect.Value {
		return []reflect.Value{reflect.ValueOf(os.ErrNotExist)}
	}))
	fmt.Println(e())

	fmt.Println(recurse(2000))
	func() {
		defer func() { fmt.Println("recovered", recover()) }()
		reflect.ValueOf(func() { panic("inside") }).Call(nil)
	}()
	func() {
		defer reflect.ValueOf(func() { fmt.Println("a deferred call", recover()) }).Call(nil)
		defer func() { fmt.Println("its method value", recover()) }()
		panic("p")
	}()
	func() {
		defer reflect.MakeFunc(reflect.TypeOf(func() {}), func([]reflect.Value) []reflect.Value {
			fmt.Println("made", recover())
			return nil
		}).Interface().(func())()
		defer func() { recover() }()
		panic("q")
	}()
	done := make(chan bool)
	go func() {
		defer close(done)
		defer fmt.Println("exits")
		reflect.ValueOf(runtime.Goexit).Call(nil)
		fmt.Println("not reached")
	}()
	<-done
	go reflect.ValueOf(func() { done = nil }).Interface().(func())()
}
